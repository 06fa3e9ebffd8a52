import type { ReactNode } from 'react';
import { getKeychainError } from './keychain.ts';
import { useAppState } from '../../../store.ts';
import type { AccountFormState } from './use-account-form.ts';
import { KeyStorageChoice } from './key-storage-choice.tsx';
import { StoredKey } from './stored-key.tsx';

type Props = {
  form: AccountFormState;
  /** The three text fields. */
  children: ReactNode;
};

/** The stored or issued key, or the fields of a new one and where to store it. */
export function KeyFields({ form, children }: Props) {
  const { draft, change, isReplacing, replaceKey, outcome } = form;
  const { keychain, storage } = useAppState(({ account }) => ({
    keychain: account.keychain,
    storage: account.keys.storage,
  }));
  const storeError = outcome.saved?.outcome === 'keychain' ? outcome.saved : null;
  // A notice shows the late result of a store that timed out.
  const hasLateResult = storeError?.pending === true && keychain !== 'timedOut';
  // A credential process of the company issues the keys.
  const isEditable = storage !== 'process' && (isReplacing || storage === 'none' || storage === 'simulator');
  return (
    <>
      {storage !== 'none' && storage !== 'simulator' && (
        <StoredKey replacing={isReplacing} onReplacing={replaceKey} />
      )}
      {isEditable && (
        <>
          {children}
          <KeyStorageChoice
            value={draft.keyStorage}
            error={getKeychainError(storeError === null || hasLateResult ? keychain : storeError.state)}
            storeError={hasLateResult ? null : storeError}
            onChange={(keyStorage) => change({ keyStorage })}
          />
        </>
      )}
    </>
  );
}
