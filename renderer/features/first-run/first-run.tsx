import { useState } from 'react';
import { api } from '../../api.ts';
import { AccountForm } from '../settings/account/account-form.tsx';
import { Header } from '../header.tsx';
import { Icon } from '../../ui/icon.tsx';
import { LanguageChoice } from './language-choice.tsx';
import { Logo } from '../../ui/logo.tsx';
import { Notices } from '../notices.tsx';
import { useTranslation } from '../../i18n.ts';

/** First-run view: start with the simulator, or set up an account. */
export function FirstRun() {
  const t = useTranslation();
  const [ownAccount, setOwnAccount] = useState(false);
  return (
    <>
      <Header>
        <span className="who" />
        <LanguageChoice />
      </Header>
      <main className="page welcome" data-under-way={ownAccount || undefined}>
        <Notices />
        <div className="welcome-lead">
          <Logo />
          <h1>{t('window.welcome.title')}</h1>
          <p>{t('window.welcome.lead')}</p>
        </div>
        <button type="button" className="way-in primary" onClick={() => void api.account.useSimulator()}>
          <span>
            <strong>{t('window.welcome.try')}</strong>
            <small>{t('window.welcome.tryHint')}</small>
          </span>
          <Icon name="chevron" />
        </button>
        <button
          type="button"
          className="way-in"
          aria-expanded={ownAccount}
          onClick={() => setOwnAccount(!ownAccount)}
        >
          <span>
            <strong>{t('window.welcome.own')}</strong>
            <small>{t('window.welcome.ownHint')}</small>
          </span>
          <Icon name="chevron" />
        </button>
        {/* Stays mounted while hidden, so that typed values are kept. */}
        <div hidden={!ownAccount}>
          <AccountForm purpose="finish" />
        </div>
      </main>
    </>
  );
}
