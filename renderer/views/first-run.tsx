import { useState } from 'react';
import { bridge } from '../bridge.ts';
import { AccountForm } from '../components/account-form.tsx';
import { Header } from '../components/header.tsx';
import { Icon } from '../components/icon.tsx';
import { LanguageChoice } from '../components/language-choice.tsx';
import { Logo } from '../components/logo.tsx';
import { Notices } from '../components/notices.tsx';
import { useText } from '../words.ts';

/** What Standby is, in the agent's language, and the two ways in: at once without an account, or with one's own. */
export function FirstRun() {
  const t = useText();
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
        <button type="button" className="way-in primary" onClick={() => void bridge.useSimulator()}>
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
        {/* Kept while it is folded up: nothing that was typed is lost. */}
        <div hidden={!ownAccount}>
          <AccountForm purpose="finish" />
        </div>
      </main>
    </>
  );
}
