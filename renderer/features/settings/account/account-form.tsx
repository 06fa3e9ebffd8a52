import { useRef } from 'react';
import { useAccountForm } from './use-account-form.ts';
import { useScrollToOutcome } from './scroll-to-outcome.ts';
import { AccountButtons } from './account-buttons.tsx';
import { AccountFields } from './account-fields.tsx';
import { FormResult } from './form-result.tsx';

/**
 * The account form of the settings. The main process validates the input, the service checks it; errors of both show at their
 * fields.
 */
export function AccountForm() {
  const element = useRef<HTMLFormElement>(null);
  const form = useAccountForm();
  useScrollToOutcome(element, form.outcome);
  return (
    <form
      ref={element}
      className="form"
      noValidate
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        void form.save();
      }}
    >
      <AccountFields form={form} />
      <FormResult form={form} />
      <AccountButtons
        purpose="save"
        outcome={form.outcome}
        onCheck={() => void form.check()}
        onSave={() => void form.save()}
      />
    </form>
  );
}
