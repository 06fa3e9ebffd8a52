import { useEffect, useRef } from 'react';
import { endAccountRequest, useAppState } from '../../../store.ts';
import { keychainBlocked } from './key/keychain.ts';
import { useAccountForm } from './use-account-form.ts';
import { useScrollToOutcome } from './scroll-to-outcome.ts';
import { AccountButtons } from './account-buttons.tsx';
import { AccountFields } from './account-fields.tsx';
import { KeychainCard } from '../../keychain-card.tsx';
import { FormResult } from './form-result.tsx';

/**
 * The account form of the settings. The main process validates the input, the service checks it; errors of both show at their
 * fields.
 */
export function AccountForm() {
  const element = useRef<HTMLFormElement>(null);
  const form = useAccountForm();
  const error = useAppState(({ account }) => keychainBlocked(account));
  // Without a stored key the key fields show the keychain error.
  const isShownByFields = useAppState(({ account }) => account.keys.storage === 'none') || form.isReplacing;
  useScrollToOutcome(element, form.outcome);
  useEffect(() => endAccountRequest('sessionKey'), []);
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
      {error !== null && !isShownByFields && (
        <KeychainCard error={error} onUseSession={() => void form.useForSession()} />
      )}
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
