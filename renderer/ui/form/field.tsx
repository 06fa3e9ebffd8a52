import { useId, type ComponentProps, type ReactNode } from 'react';
import { describedBy } from '../aria.ts';
import { Icon } from '../icon.tsx';
import { readOnlyFieldProps, PolicyLockLabel, usePolicyLocks } from '../policy-lock.tsx';

type Props = {
  label: string;
  /** Where to find the value. */
  hint: string;
  /** The error of the input. */
  error: string | undefined;
} & Pick<ComponentProps<'input'>, 'name' | 'type' | 'value' | 'inputMode' | 'onChange'>;

/**
 * Labelled text field with hint and error. Where its name is a managed setting, its policy lock is shown and it is read-only.
 */
export function Field({ label, hint, error, ...input }: Props) {
  const id = useId();
  const isLocked = usePolicyLocks()(input.name);
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="input">
        <input
          id={id}
          type="text"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          aria-invalid={error !== undefined}
          aria-describedby={describedBy(
            error !== undefined && `${id}-error`,
            isLocked && `${id}-lock`,
            `${id}-hint`,
          )}
          {...input}
          {...(isLocked ? readOnlyFieldProps : {})}
        />
        {isLocked && <PolicyLockLabel id={`${id}-lock`} />}
      </div>
      {error !== undefined && <ErrorText id={`${id}-error`}>{error}</ErrorText>}
      <p className="hint" id={`${id}-hint`}>
        {hint}
      </p>
    </div>
  );
}

export function ErrorText({ id, children }: { id: string; children: ReactNode }) {
  return (
    <p className="field-error" id={id}>
      <Icon name="warning" size={14} />
      <span>{children}</span>
    </p>
  );
}
