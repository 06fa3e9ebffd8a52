import { api } from '../api.ts';
import { keychainBlocked, type KeychainError } from './settings/account/key/keychain.ts';
import { useAppState } from '../store.ts';
import { bidiIsolate, useTranslation } from '../i18n.ts';
import { Card } from '../ui/card.tsx';

/** Card of the main view: the keys cannot be read or are missing, so no switch can succeed. */
export function KeychainErrorCard() {
  const t = useTranslation();
  const error = useAppState(({ account }) => keychainBlocked(account));
  const isKeyMissing = useAppState(
    ({ account }) => account.mode === 'account' && account.keys.storage === 'none',
  );
  if (error !== null) return <KeychainCard error={error} showSettingsButton />;
  if (!isKeyMissing) return null;
  return (
    <Card
      tone="caution"
      icon="key"
      role="status"
      title={t('window.account.missing')}
      actions={
        <div className="buttons">
          <OpenSettings />
        </div>
      }
    >
      <p>{t('window.account.missingNextStep')}</p>
    </Card>
  );
}

type Props = {
  error: KeychainError;
  /** Show a button to the settings, where the keys can be stored for the session. */
  showSettingsButton?: boolean;
};

/** A keychain error with its next step. */
export function KeychainCard({ error, showSettingsButton = false }: Props) {
  const t = useTranslation();
  // The message in the state belongs to the state's error; the error of a form may be older.
  const message = useAppState(({ account: { keychain, keychainMessage } }) =>
    error === 'failed' && keychain === error ? keychainMessage : '',
  );
  return (
    <Card
      tone="caution"
      icon="key"
      role="status"
      title={t(`keychain.${error}.headline`)}
      actions={
        <div className="buttons">
          <button type="button" className="button" onClick={() => void api.account.retryKeychain()}>
            {t('window.tryAgain')}
          </button>
          {showSettingsButton && <OpenSettings />}
        </div>
      }
    >
      <p>{t(`keychain.${error}.nextStep`)}</p>
      {message !== '' && (
        <p className="hint">{t('window.account.keychainMessage', { message: bidiIsolate(message) })}</p>
      )}
    </Card>
  );
}

function OpenSettings() {
  const t = useTranslation();
  return (
    <button type="button" className="button" onClick={() => void api.app.navigate('settings')}>
      {t('window.account.open')}
    </button>
  );
}
