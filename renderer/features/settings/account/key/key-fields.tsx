import { useEffect, useRef, type ReactNode } from 'react';
import { getKeychainError } from './keychain.ts';
import { useAppState } from '../../../../store.ts';
import type { AccountFormState } from '../use-account-form.ts';
import { MoreOptions } from './more-options.tsx';
import { KeyStorageChoice } from './key-storage-choice.tsx';
import { KeychainCard } from '../../../keychain-card.tsx';
import { useTranslation } from '../../../../i18n.ts';
import { StoredKey } from './stored-key.tsx';

type Props = {
  form: AccountFormState;
  hasTokenError: boolean;
  /** The field of the token, which only temporary keys have. */
  token: ReactNode;
  /** The fields of SecretId and SecretKey. */
  children: ReactNode;
};

/** The stored or issued key, or the fields of a new one and where to store it. */
export function KeyFields({ form, hasTokenError, token, children }: Props) {
  const t = useTranslation();
  const fields = useRef<HTMLDivElement>(null);
  const { draft, change, keyRequests, isReplacing, replaceKey, outcome } = form;
  const { keychain, storage } = useAppState(({ account }) => ({
    keychain: account.keychain,
    storage: account.keys.storage,
  }));
  // A key was asked for: the first empty field is where it goes on.
  useEffect(() => {
    if (keyRequests === 0) return;
    const keys = fields.current?.querySelectorAll<HTMLInputElement>('input[type=password]') ?? [];
    [...keys].find(({ value }) => value === '')?.focus();
  }, [keyRequests]);

  const storeError = outcome.saved?.outcome === 'keychain' ? outcome.saved : null;
  // A notice shows the late result of a store that timed out.
  const hasLateResult = storeError?.pending === true && keychain !== 'timedOut';
  const error = getKeychainError(storeError === null || hasLateResult ? keychain : storeError.state);
  // A credential process of the company issues the keys.
  const isEditable = storage !== 'process' && (isReplacing || storage === 'none' || storage === 'simulator');
  return (
    <>
      {storage !== 'none' && storage !== 'simulator' && (
        <StoredKey replacing={isReplacing} onReplacing={replaceKey} />
      )}
      {isEditable && (
        <div className="form" ref={fields}>
          {children}
          {error !== null && draft.keyStorage === 'keychain' && (
            <KeychainCard error={error} onUseSession={() => void form.useForSession()} />
          )}
          {storeError !== null && !hasLateResult && (
            <p className="field-error" role="alert">
              {storeError.pending ? t('window.account.storePending') : t('window.account.notStored')}
            </p>
          )}
          <MoreOptions inUse={draft.token !== '' || draft.keyStorage === 'session'} hasError={hasTokenError}>
            {token}
            <KeyStorageChoice value={draft.keyStorage} onChange={(keyStorage) => change({ keyStorage })} />
          </MoreOptions>
        </div>
      )}
    </>
  );
}
