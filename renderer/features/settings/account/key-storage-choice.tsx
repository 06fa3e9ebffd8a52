import type { AccountForm } from '../../../../shared/ipc/forms.ts';
import type { KeychainError } from './keychain.ts';
import { useTranslation } from '../../../i18n.ts';
import { Choices } from '../../../ui/form/choices.tsx';
import { KeychainCard } from '../../keychain-card.tsx';

type Props = {
  value: AccountForm['keyStorage'];
  error: KeychainError | null;
  /** The keychain did not store the key; while `pending`, not yet. */
  storeError: { pending: boolean } | null;
  onChange: (keyStorage: AccountForm['keyStorage']) => void;
};

/** Choice to store the key in the keychain or in memory, with the keychain's error above it. */
export function KeyStorageChoice({ value, error, storeError, onChange }: Props) {
  const t = useTranslation();
  return (
    <>
      {error !== null && <KeychainCard error={error} />}
      {storeError !== null && (
        <p className="field-error" role="alert">
          {storeError.pending ? t('window.account.storePending') : t('window.account.notStored')}
        </p>
      )}
      <Choices
        legend={t('window.account.keyStorage')}
        name="keep"
        value={value}
        onChange={onChange}
        options={[
          {
            value: 'keychain',
            label: t('window.account.storeInKeychain'),
            hint: t('window.account.storeInKeychainHint'),
          },
          {
            value: 'session',
            label: t('window.account.keepSession'),
            hint: t('window.account.keepSessionHint'),
          },
        ]}
      />
    </>
  );
}
