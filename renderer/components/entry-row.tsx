import { useId, type ComponentProps } from 'react';
import { LONGEST } from '../../preload/contract/lengths.ts';
import { ProblemText } from './field.tsx';

type Props = {
  label: string;
  /** On the button that sends it. */
  action: string;
  /** Whether that is what the view is about. */
  primary?: boolean;
  /** What is wrong with what was typed. */
  problem: string | null;
  value: string;
  onType: (typed: string) => void;
} & Pick<ComponentProps<'input'>, 'ref' | 'placeholder' | 'autoFocus' | 'onFocus'>;

/** One line to type with the button that sends it, and below it what is wrong. */
export function EntryRow({ label, action, primary = false, problem, onType, ...input }: Props) {
  const problemId = useId();
  return (
    <>
      <div className="entry-row">
        <input
          type="text"
          dir="auto"
          autoComplete="off"
          maxLength={LONGEST.reason}
          aria-label={label}
          aria-invalid={problem !== null}
          aria-describedby={problem === null ? undefined : problemId}
          onChange={(event) => onType(event.target.value)}
          {...input}
        />
        <button type="submit" className={primary ? 'button primary' : 'button'}>
          {action}
        </button>
      </div>
      {problem !== null && <ProblemText id={problemId}>{problem}</ProblemText>}
    </>
  );
}
