import { bridge } from '../bridge.ts';
import { AccountForm } from '../components/account-form.tsx';
import { BackButton, Header, SimulatorBadge } from '../components/header.tsx';
import { KeychainCard } from '../components/keychain-card.tsx';
import { Notices } from '../components/notices.tsx';
import { Preferences } from '../components/preferences.tsx';
import { Section } from '../components/section.tsx';
import { ShortcutList } from '../components/shortcut-list.tsx';
import { keysOutOfReach } from '../keychain.ts';
import { useAppState } from '../store.ts';
import { useText } from '../words.ts';

/** Everything that can be set, section by section. */
export function Settings() {
  const t = useText();
  const { account, about } = useAppState();
  return (
    <>
      <Header>
        <BackButton />
        <h1 className="page-title">{t('window.settings')}</h1>
        <SimulatorBadge />
      </Header>
      <main className="page">
        <Notices />
        {account.mode === 'simulator' ? <SimulatorSection /> : <AccountSection />}
        <Preferences />
        <Section title={t('window.shortcuts.title')} hint={t('window.shortcuts.hint')}>
          <ShortcutList />
        </Section>
        <Section title={t('window.about')}>
          <p>{t('window.version', { version: about.version })}</p>
          <div className="buttons">
            <button type="button" className="button" onClick={() => void bridge.quit()}>
              {t('tray.quit')}
            </button>
          </div>
        </Section>
      </main>
    </>
  );
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
      <Section title={t('window.account.title')}>
        {trouble !== null && !shownByForm && <KeychainCard trouble={trouble} />}
        <AccountForm />
      </Section>
      <Section title={t('window.keychain')}>
        <p>{t(`keychain.${account.keychain}.headline`)}</p>
        <p className="hint">{t(`keychain.${account.keychain}.nextStep`)}</p>
      </Section>
    </>
  );
}
