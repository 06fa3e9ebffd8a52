import type { ReactNode } from 'react';
import { bridge } from '../bridge.ts';
import { useAppState } from '../store.ts';
import { useText } from '../words.ts';
import { Icon } from './icon.tsx';

/** The strip on top, by which a frameless window is dragged. */
export function Header({ children }: { children: ReactNode }) {
  return <header className="header">{children}</header>;
}

/** Whose status this is, and that it is only the simulator's, where that is so. */
export function MainHeader() {
  const t = useText();
  const { account } = useAppState();
  return (
    <Header>
      <div className="who">
        <bdi className="who-agent">{account.agent}</bdi>
        {account.sdkAppId !== null && (
          <span className="who-centre">{t('window.centre', { id: account.sdkAppId })}</span>
        )}
      </div>
      <SimulatorBadge />
      <button
        type="button"
        className="icon-button"
        aria-label={t('window.today.title')}
        title={t('window.today.title')}
        onClick={() => void bridge.showPage('today')}
      >
        <Icon name="today" size={20} />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={t('window.settings')}
        title={t('window.settings')}
        onClick={() => void bridge.showPage('settings')}
      >
        <Icon name="settings" size={20} />
      </button>
    </Header>
  );
}

/** The way back to the main page; the first thing the keyboard reaches. */
export function BackButton() {
  const t = useText();
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={t('window.back')}
      title={t('window.back')}
      autoFocus
      onClick={() => void bridge.showPage('main')}
    >
      <Icon name="back" />
    </button>
  );
}

/** Stands wherever the simulator is in use, so that nobody takes its answers for the real thing. */
export function SimulatorBadge() {
  const t = useText();
  const { account } = useAppState();
  return account.mode === 'simulator' ? <span className="badge">{t('window.simulator')}</span> : null;
}
