import { bridge } from '../bridge.ts';
import { keysOutOfReach } from '../keychain.ts';
import { useAppState } from '../store.ts';
import { useText } from '../words.ts';
import { AccountForm } from './account-form.tsx';
import { KeychainCard } from './keychain-card.tsx';
import { Section } from './section.tsx';

/** Whose status it is, or the way out of the simulator. */
export function AccountSettings() {
  return useAppState().account.mode === 'simulator' ? <SimulatorSection /> : <AccountSection />;
}

function SimulatorSection() {
  const t = useText();
  return (
    <Section title={t('window.simulator')} hint={t('window.simulatorHint')}>
      <div className="buttons">
        <button type="button" className="button" onClick={() => void bridge.leaveSimulator()}>
          {t('window.leaveSimulator')}
        </button>
      </div>
    </Section>
  );
}

function AccountSection() {
  const t = useText();
  const { account } = useAppState();
  const trouble = keysOutOfReach(account);
  // Without a kept key the form asks for one, and shows the keychain's trouble where it matters.
  const shownByForm = account.keys.home === 'none';
  return (
    <>
      {trouble !== null && !shownByForm && <KeychainCard trouble={trouble} />}
      <AccountForm purpose="save" />
      {account.keys.home !== 'process' && (
        <Section title={t('window.keychain')}>
          <p>{t(`keychain.${account.keychain}.headline`)}</p>
          <p className="hint">{t(`keychain.${account.keychain}.nextStep`)}</p>
        </Section>
      )}
    </>
  );
}
