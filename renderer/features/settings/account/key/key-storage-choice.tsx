import type { AccountForm } from '../../../../../shared/ipc/forms.ts';
import { useTranslation } from '../../../../i18n.ts';
import { Choices } from '../../../../ui/form/choices.tsx';

type Props = {
  value: AccountForm['keyStorage'];
  onChange: (keyStorage: AccountForm['keyStorage']) => void;
};

/** Choice to store the key in the keychain or in memory. */
export function KeyStorageChoice({ value, onChange }: Props) {
  const t = useTranslation();
  return (
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
  );
}
