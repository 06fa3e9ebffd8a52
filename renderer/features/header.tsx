import type { ReactNode } from 'react';
import { api } from '../api.ts';
import { useAppState } from '../store.ts';
import { useTranslation } from '../i18n.ts';
import { Icon } from '../ui/icon.tsx';

/** The title bar, by which a frameless window is dragged. */
export function Header({ children }: { children: ReactNode }) {
  return <header className="header">{children}</header>;
}

/** Header of the main view: account, source of the status, and buttons for Today and Settings. */
export function MainHeader() {
  const t = useTranslation();
  const { agent, sdkAppId } = useAppState(({ account }) => ({
    agent: account.agent,
    sdkAppId: account.sdkAppId,
  }));
  const name = sdkAppId === null ? agent : `${agent} · ${t('window.contactCenter', { id: sdkAppId })}`;
  return (
    <Header>
      <div className="who">
        <bdi className="who-agent" title={name}>
          {agent}
        </bdi>
      </div>
      <AccountBadge />
      <button
        type="button"
        className="icon-button"
        aria-label={t('window.today.title')}
        title={t('window.today.title')}
        onClick={() => void api.app.navigate('today')}
      >
        <Icon name="clock" size={20} />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={t('window.settings')}
        title={t('window.settings')}
        onClick={() => void api.app.navigate('settings')}
      >
        <Icon name="settings" size={20} />
      </button>
    </Header>
  );
}

/** Button back to the main view; focused when the view opens. */
export function BackButton() {
  const t = useTranslation();
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={t('window.back')}
      title={t('window.back')}
      autoFocus
      onClick={() => void api.app.navigate('main')}
    >
      <Icon name="back" />
    </button>
  );
}

/** Marks the simulator and custom addresses, so that they are not mistaken for Tencent Cloud. */
export function AccountBadge() {
  const t = useTranslation();
  const { mode, edition, endpoint } = useAppState(({ account }) => ({
    mode: account.mode,
    edition: account.edition,
    endpoint: account.endpoint,
  }));
  if (mode === 'simulator') return <span className="badge">{t('window.simulator')}</span>;
  if (mode !== 'account' || edition !== 'custom' || !URL.canParse(endpoint)) return null;
  return (
    <span className="badge badge-host">{t('window.otherAddress', { host: new URL(endpoint).host })}</span>
  );
}
