import { bridge } from '../bridge.ts';
import { keysOutOfReach, type KeychainTrouble } from '../keychain.ts';
import { useAppState } from '../store.ts';
import { isolate, useText } from '../words.ts';
import { Card } from './card.tsx';

/** On the main page: the keys are out of reach or gone, so no switch can work. */
export function KeysTrouble() {
  const t = useText();
  const { account } = useAppState();
  const trouble = keysOutOfReach(account);
  if (trouble !== null) return <KeychainCard trouble={trouble} wayOut />;
  if (account.mode !== 'account' || account.keys.home !== 'none') return null;
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
  trouble: KeychainTrouble;
  /** Offer the way to the settings, where the keys can be kept for the session. */
  wayOut?: boolean;
};

/** What is the matter with the keychain, and what to do. */
export function KeychainCard({ trouble, wayOut = false }: Props) {
  const t = useText();
  // The state's words belong to the state's trouble; that of a form may be an earlier one.
  const { keychain, keychainWords } = useAppState().account;
  const words = trouble === 'failed' && keychain === trouble ? keychainWords : '';
  return (
    <Card
      tone="caution"
      icon="key"
      role="status"
      title={t(`keychain.${trouble}.headline`)}
      actions={
        <div className="buttons">
          <button type="button" className="button" onClick={() => void bridge.retryKeychain()}>
            {t('window.tryAgain')}
          </button>
          {wayOut && <OpenSettings />}
        </div>
      }
    >
      <p>{t(`keychain.${trouble}.nextStep`)}</p>
      {words !== '' && (
        <p className="hint">{t('window.account.keychainSays', { message: isolate(words) })}</p>
      )}
    </Card>
  );
}

function OpenSettings() {
  const t = useText();
  return (
    <button type="button" className="button" onClick={() => void bridge.showPage('settings')}>
      {t('window.account.open')}
    </button>
  );
}
