import { useRef, useState } from 'react';
import { api } from '../../api.ts';
import { bidiIsolate, useTranslation } from '../../i18n.ts';
import { showToast, useAppState } from '../../store.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { Section } from '../../ui/section.tsx';
import { getKeychainError } from '../settings/account/key/keychain.ts';
import { SignInFailure } from './sign-in-failure.tsx';

/** Who is signed in by the company's sign-in, and the ways to end that. Nothing of it is typed. */
export function SignedInAccount() {
  const t = useTranslation();
  const { agent, sdkAppId, edition, endpoint } = useAppState(({ account }) => account);
  const signIn = useAppState(({ account }) => account.signIn);
  if (signIn === null) return null;
  return (
    <Section title={t('window.signIn.account')} locked>
      <p className="signed-in">
        <strong>{bidiIsolate(agent)}</strong>
        <small>{t('window.signIn.by', { issuer: signIn.issuerHost })}</small>
        {edition === 'gateway' && <small>{t('window.gateway', { host: new URL(endpoint).host })}</small>}
        {sdkAppId !== null && <small>{t('window.contactCenter', { id: sdkAppId })}</small>}
      </p>
      {signIn.sessionOnly && <SessionOnly />}
      {signIn.failure !== null && <SignInFailure failure={signIn.failure} />}
      <SignOut />
    </Section>
  );
}

/** The sign-in is not kept: because of the keychain, or because the provider gave nothing to keep. */
function SessionOnly() {
  const t = useTranslation();
  const error = useAppState(({ account }) => getKeychainError(account.keychain));
  return (
    <p className="hint">
      {error !== null && t('window.failureCause', { headline: t(`keychain.${error}.headline`) })}
      {t('window.signIn.sessionOnly')}
    </p>
  );
}

function SignOut() {
  const t = useTranslation();
  const [confirming, setConfirming] = useState<'signOut' | 'switchPerson' | null>(null);
  const [error, setError] = useState<string | null>(null);
  const signOutButton = useRef<HTMLButtonElement>(null);
  const switchButton = useRef<HTMLButtonElement>(null);

  function closeConfirmation() {
    (confirming === 'switchPerson' ? switchButton : signOutButton).current?.focus();
    setConfirming(null);
  }

  async function signOut() {
    const signsInAgain = confirming === 'switchPerson';
    const result = await api.account.signOut();
    if (result.outcome === 'saved') {
      if (signsInAgain) await api.account.signIn();
      else showToast(t('window.signIn.signedOut'));
      return;
    }
    closeConfirmation();
    if (result.outcome === 'keychain') setError(t(`keychain.${result.state}.headline`));
    if (result.outcome === 'notSaved') setError(result.message);
  }

  return (
    <>
      <div className="buttons">
        <button
          type="button"
          className="button"
          ref={switchButton}
          aria-expanded={confirming === 'switchPerson'}
          onClick={() => setConfirming('switchPerson')}
        >
          {t('window.signIn.switchPerson')}
        </button>
        <button
          type="button"
          className="button danger"
          ref={signOutButton}
          aria-expanded={confirming === 'signOut'}
          onClick={() => setConfirming('signOut')}
        >
          {t('window.signIn.signOut')}
        </button>
      </div>
      {confirming !== null && (
        <Confirm
          key={confirming}
          question={t('window.signIn.signOutAsk')}
          yes={t(confirming === 'switchPerson' ? 'window.signIn.switchPerson' : 'window.signIn.signOut')}
          onYes={() => void signOut()}
          onNo={closeConfirmation}
        />
      )}
      {error !== null && (
        <p className="field-error" role="alert">
          {error}
        </p>
      )}
    </>
  );
}
