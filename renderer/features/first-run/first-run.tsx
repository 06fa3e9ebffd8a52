import { useEffect, useRef, useState } from 'react';
import { api } from '../../api.ts';
import { FirstRunForm } from './first-run-form.tsx';
import { Header } from '../header.tsx';
import { Icon } from '../../ui/icon.tsx';
import { LanguageChoice } from './language-choice.tsx';
import { Logo } from '../../ui/logo.tsx';
import { Notices } from '../notices.tsx';
import { endAccountRequest, isAccountFormRequested, useAppState } from '../../store.ts';
import { SignIn } from '../sign-in/sign-in.tsx';
import { useTranslation } from '../../i18n.ts';

/** First-run view: sign in or set up an account, or start with the simulator. Also shown after the company's sign-in ended. */
export function FirstRun() {
  const t = useTranslation();
  const hasSignIn = useAppState(({ account }) => account.signIn !== null);
  // Its card takes the place of the welcome.
  const hasSignInCard = useAppState(
    ({ account: { signIn } }) => signIn !== null && (signIn.step !== 'signedOut' || signIn.failure !== null),
  );
  const [isFormRequested, setIsFormOpen] = useState(() => isAccountFormRequested('setUp'));
  const isFormOpen = isFormRequested && !hasSignIn;
  const openButton = useRef<HTMLButtonElement>(null);
  const wasFormOpen = useRef(false);

  useEffect(() => endAccountRequest('setUp'), []);

  // The focus returns to the button that opened the form.
  useEffect(() => {
    if (!isFormOpen && wasFormOpen.current) openButton.current?.focus();
    wasFormOpen.current = isFormOpen;
  }, [isFormOpen]);

  return (
    <>
      <Header>
        {isFormOpen ? (
          <>
            <button
              type="button"
              className="icon-button"
              aria-label={t('window.back')}
              title={t('window.back')}
              onClick={() => setIsFormOpen(false)}
            >
              <Icon name="back" />
            </button>
            <h1 className="page-title">{t('window.welcome.own')}</h1>
          </>
        ) : hasSignInCard ? (
          <h1 className="page-title">{t('window.signIn.start')}</h1>
        ) : (
          <span className="who" />
        )}
        <LanguageChoice />
      </Header>
      {!isFormOpen && (
        <main className="page welcome">
          <Notices />
          {!hasSignInCard && (
            <div className="welcome-lead">
              <Logo />
              <h1>{t('window.welcome.title')}</h1>
              <p>{t('window.welcome.lead')}</p>
            </div>
          )}
          {hasSignIn ? (
            <SignIn />
          ) : (
            <button
              type="button"
              className="way-in primary"
              ref={openButton}
              onClick={() => setIsFormOpen(true)}
            >
              <span>
                <strong>{t('window.welcome.own')}</strong>
                <small>{t('window.welcome.ownHint')}</small>
              </span>
              <Icon name="chevron" />
            </button>
          )}
          <button type="button" className="way-in" onClick={() => void api.account.useSimulator()}>
            <span>
              <strong>{t('window.welcome.try')}</strong>
              <small>{t('window.welcome.tryHint')}</small>
            </span>
            <Icon name="chevron" />
          </button>
        </main>
      )}
      {!hasSignIn && <FirstRunForm open={isFormOpen} onClose={() => setIsFormOpen(false)} />}
    </>
  );
}
