import type { AccountForm } from '../../preload/contract/inputs.ts';
import type { KeychainTrouble } from '../keychain.ts';
import { useText } from '../words.ts';
import { Choices } from './choices.tsx';
import { KeychainCard } from './keychain-card.tsx';

type Props = {
  value: AccountForm['keep'];
  trouble: KeychainTrouble | null;
  /** The keychain was asked to keep the key, and did not; while `pending`, not yet. */
  refused: { pending: boolean } | null;
  onChange: (keep: AccountForm['keep']) => void;
};

/** In the keychain, or in memory only. Where the keychain is in trouble that is said right here, with the way out. */
export function KeepChoice({ value, trouble, refused, onChange }: Props) {
  const t = useText();
  return (
    <>
      {trouble !== null && <KeychainCard trouble={trouble} />}
      {refused !== null && (
        <p className="problem" role="alert">
          {refused.pending ? t('window.account.storePending') : t('window.account.notStored')}
        </p>
      )}
      <Choices
        legend={t('window.account.keep')}
        name="keep"
        value={value}
        onChange={onChange}
        options={[
          {
            value: 'keychain',
            label: t('window.account.keepKeychain'),
            hint: t('window.account.keepKeychainHint'),
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
