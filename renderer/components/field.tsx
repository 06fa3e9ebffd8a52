import { useId, type ComponentProps, type ReactNode } from 'react';
import { Icon } from './icon.tsx';

type Props = {
  label: string;
  /** Where to find what belongs here. */
  hint: string;
  /** What is wrong with what was typed. */
  problem: string | undefined;
} & Pick<ComponentProps<'input'>, 'name' | 'type' | 'value' | 'inputMode' | 'onChange'>;

/** A labelled input that says where its content is found, and beside it what is wrong with it. */
export function Field({ label, hint, problem, ...input }: Props) {
  const id = useId();
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
        aria-describedby={problem === undefined ? `${id}-hint` : `${id}-problem ${id}-hint`}
        {...input}
      />
      {problem !== undefined && <ProblemText id={`${id}-problem`}>{problem}</ProblemText>}
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
