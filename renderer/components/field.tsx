import { useId, type ComponentProps, type ReactNode } from 'react';
import { describedBy } from '../describe.ts';
import { Icon } from './icon.tsx';
import { lockedField, LockMark, useLocks } from './lock.tsx';

type Props = {
  label: string;
  /** Where to find what belongs here. */
  hint: string;
  /** What is wrong with what was typed. */
  problem: string | undefined;
} & Pick<ComponentProps<'input'>, 'name' | 'type' | 'value' | 'inputMode' | 'onChange'>;

/**
 * A labelled input that says where its content is found, and beside it what is wrong with it. Where its name is that of a
 * setting which the company's policy has set, it shows that and cannot be changed.
 */
export function Field({ label, hint, problem, ...input }: Props) {
  const id = useId();
  const locked = useLocks()(input.name);
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="text"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        aria-invalid={problem !== undefined}
        aria-describedby={describedBy(
          problem !== undefined && `${id}-problem`,
          locked && `${id}-lock`,
          `${id}-hint`,
        )}
        {...input}
        {...(locked ? lockedField : {})}
      />
      {problem !== undefined && <ProblemText id={`${id}-problem`}>{problem}</ProblemText>}
      {locked && <LockMark id={`${id}-lock`} />}
      <p className="hint" id={`${id}-hint`}>
        {hint}
      </p>
    </div>
  );
}

export function ProblemText({ id, children }: { id: string; children: ReactNode }) {
  return (
    <p className="problem" id={id}>
      <Icon name="warning" size={14} />
      <span>{children}</span>
    </p>
  );
}
