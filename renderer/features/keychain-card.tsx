import { api } from '../api.ts';
import { keychainBlocked, type KeychainError } from './settings/account/key/keychain.ts';
import { requestAccountForm, useAppState } from '../store.ts';
import { bidiIsolate, useTranslation } from '../i18n.ts';
import { Card } from '../ui/card.tsx';

/** Card of the main view: the keys cannot be read or are missing, so no switch can succeed. */
export function KeychainErrorCard() {
  const t = useTranslation();
  const error = useAppState(({ account }) => keychainBlocked(account));
  const isKeyMissing = useAppState(
    ({ account }) => account.mode === 'account' && account.keys.storage === 'none',
  );
  if (error !== null) return <KeychainCard error={error} onUseSession={openFormForSession} />;
  if (!isKeyMissing) return null;
  return (
    <Card
      tone="caution"
      icon="key"
      role="status"
      title={t('window.account.missing')}
      actions={
        <div className="buttons">
          <button type="button" className="button primary" onClick={() => void api.app.navigate('settings')}>
            {t('window.account.open')}
          </button>
        </div>
      }
    >
      <p>{t('window.account.missingNextStep')}</p>
    </Card>
  );
}

/** The main view knows no key: it is typed into the form of the settings. */
function openFormForSession() {
  requestAccountForm('sessionKey');
  void api.app.navigate('settings');
}

type Props = {
  error: KeychainError;
  /** Uses the key for this session only, without the keychain. */
  onUseSession: () => void;
};

/** A keychain error with its next step, and the way round it. */
export function KeychainCard({ error, onUseSession }: Props) {
  const t = useTranslation();
  // The message in the state belongs to the state's error; the error of a form may be older.
  const message = useAppState(({ account: { keychain, keychainMessage } }) =>
    error === 'failed' && keychain === error ? keychainMessage : '',
  );
  // A changed file of Standby: no key should be entered before it is installed again.
  const acceptsKey = error !== 'moduleChanged';
  return (
    <Card
      tone="caution"
      icon="key"
      role="status"
      title={t(`keychain.${error}.headline`)}
      actions={
        <div className="buttons">
          <button type="button" className="button primary" onClick={() => void api.account.retryKeychain()}>
            {t('window.tryAgain')}
          </button>
          {acceptsKey && (
            <button type="button" className="button" onClick={onUseSession}>
              {t('window.account.useSession')}
            </button>
          )}
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
