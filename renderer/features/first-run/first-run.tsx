import { useEffect, useRef, useState } from 'react';
import { api } from '../../api.ts';
import { FirstRunForm } from './first-run-form.tsx';
import { Header } from '../header.tsx';
import { Icon } from '../../ui/icon.tsx';
import { LanguageChoice } from './language-choice.tsx';
import { Logo } from '../../ui/logo.tsx';
import { Notices } from '../notices.tsx';
import { endAccountRequest, isAccountFormRequested } from '../../store.ts';
import { useTranslation } from '../../i18n.ts';

/** First-run view: set up an account, or start with the simulator. */
export function FirstRun() {
  const t = useTranslation();
  const [isFormOpen, setIsFormOpen] = useState(() => isAccountFormRequested('setUp'));
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
        ) : (
          <span className="who" />
        )}
        <LanguageChoice />
      </Header>
      {!isFormOpen && (
        <main className="page welcome">
          <Notices />
          <div className="welcome-lead">
            <Logo />
            <h1>{t('window.welcome.title')}</h1>
            <p>{t('window.welcome.lead')}</p>
          </div>
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
          <button type="button" className="way-in" onClick={() => void api.account.useSimulator()}>
            <span>
              <strong>{t('window.welcome.try')}</strong>
              <small>{t('window.welcome.tryHint')}</small>
            </span>
            <Icon name="chevron" />
          </button>
        </main>
      )}
      <FirstRunForm open={isFormOpen} onClose={() => setIsFormOpen(false)} />
    </>
  );
}
