import { api } from '../../../api.ts';
import { requestAccountForm, useAppState } from '../../../store.ts';
import { useTranslation } from '../../../i18n.ts';
import { AccountForm } from './account-form.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Section } from '../../../ui/section.tsx';
import { SignedInAccount } from '../../sign-in/signed-in-account.tsx';

/** Account tab: the account form or who is signed in, or a button that leaves the simulator for it. */
export function AccountSettings() {
  const isSimulator = useAppState(({ account }) => account.mode === 'simulator');
  return isSimulator ? <SimulatorSection /> : <AccountSection />;
}

function SimulatorSection() {
  const t = useTranslation();
  const hasSignIn = useAppState(({ account }) => account.signIn !== null);
  return (
    <Section title={t('window.simulator')} hint={t('window.simulatorHint')}>
      <div className="buttons">
        <button type="button" className="button primary" onClick={setUpAccount}>
          {t(hasSignIn ? 'window.signIn.start' : 'window.welcome.own')}
        </button>
      </div>
    </Section>
  );
}

function setUpAccount() {
  requestAccountForm('setUp');
  void api.account.leaveSimulator();
}

function AccountSection() {
  const t = useTranslation();
  const { keychain, storage } = useAppState(({ account }) => ({
    keychain: account.keychain,
    storage: account.keys.storage,
  }));
  const isSaved = useAppState(({ account }) => account.sdkAppId !== null);
  const hasSignIn = useAppState(({ account }) => account.signIn !== null);
  return (
    <>
      {hasSignIn ? <SignedInAccount /> : <AccountForm />}
      {isSaved && !hasSignIn && (
        <Section title={t('window.setup.copyTitle')} hint={t('window.setup.copyHint')}>
          <div className="buttons">
            <CopyButton label={t('window.setup.copy')} copy={api.account.copySetup} />
          </div>
        </Section>
      )}
      {storage !== 'process' && !hasSignIn && (
        <Section title={t('window.keychain')}>
          <p>{t(`keychain.${keychain}.headline`)}</p>
          <p className="hint">{t(`keychain.${keychain}.nextStep`)}</p>
        </Section>
      )}
    </>
  );
}
