import { useState } from 'react';
import type { ManagedSetting } from '../../../shared/state.ts';
import { About } from './about/about.tsx';
import { AccountSettings } from './account/account-settings.tsx';
import { AwayPage } from './away/away-page.tsx';
import { GeneralSettings } from './general/general-settings.tsx';
import { AccountBadge, BackButton, Header } from '../header.tsx';
import { Notices } from '../notices.tsx';
import { ReasonsEditor } from './reasons/reasons-editor.tsx';
import { ShortcutList } from './shortcuts/shortcut-list.tsx';
import { PolicyBanner } from '../../ui/policy-lock.tsx';
import { focusTab, TabList, TabPanels, type Tab } from '../../ui/tabs.tsx';
import { UndoBar } from './undo-bar.tsx';
import { isBroken } from './shortcuts/shortcut-warning.ts';
import { useAppState } from '../../store.ts';
import { usePreferences } from '../../use-preferences.ts';
import { bidiIsolate, useTranslation } from '../../i18n.ts';

export type SettingsTab = 'account' | 'reasons' | 'away' | 'shortcuts' | 'general' | 'about';

/** The managed settings that a tab shows. Each shortcut has a lock of its own. */
const settingsOfTab: Record<SettingsTab, readonly ManagedSetting[]> = {
  account: ['edition', 'customAddress', 'sdkAppId', 'agent', 'credentialProcess', 'signIn'],
  reasons: ['reasons', 'breakLimits'],
  away: ['onLock', 'onSleep', 'onIdle', 'onQuit', 'autoFreeAtReturn'],
  shortcuts: [],
  general: [
    'language',
    'theme',
    'startAtLogin',
    'reduceNotifications',
    'dayStartHour',
    'pollIntervalSeconds',
    'localApi',
    'onStatus',
    'auditLog',
  ],
  about: [],
};

/** Settings view with its tabs. Each change is saved immediately. */
export function Settings() {
  const t = useTranslation();
  const [chosen, setChosen] = useState<SettingsTab>('account');
  const { preferences, change, saveError } = usePreferences();
  const brokenState = useAppState(
    ({ shortcuts, choiceShortcuts }) => [...shortcuts, ...choiceShortcuts].find(isBroken)?.state,
  );
  const hasLocked = useAppState(({ managedKeys, shortcuts }) =>
    chosen === 'shortcuts'
      ? shortcuts.some(({ locked }) => locked)
      : managedKeys.some((key) => settingsOfTab[chosen].includes(key)),
  );

  const tabs: readonly Tab<SettingsTab>[] = [
    { name: 'account', title: t('window.tabs.account'), icon: 'person', content: <AccountSettings /> },
    {
      name: 'reasons',
      title: t('window.tabs.reasons'),
      icon: 'list',
      content: <ReasonsEditor preferences={preferences} onChange={change} />,
    },
    {
      name: 'away',
      title: t('window.tabs.away'),
      icon: 'away',
      content: <AwayPage preferences={preferences} onChange={change} />,
    },
    {
      name: 'shortcuts',
      title: t('window.tabs.shortcuts'),
      icon: 'keyboard',
      warning: brokenState && t(`window.shortcuts.state.${brokenState}`),
      content: <ShortcutList />,
    },
    {
      name: 'general',
      title: t('window.tabs.general'),
      icon: 'settings',
      content: <GeneralSettings preferences={preferences} onChange={change} />,
    },
    { name: 'about', title: t('window.tabs.about'), icon: 'info', content: <About /> },
  ];

  return (
    <>
      <div>
        <Header>
          <BackButton />
          <h1 className="page-title">{t('window.settings')}</h1>
          <AccountBadge />
        </Header>
        <nav>
          <TabList label={t('window.tabs.label')} tabs={tabs} chosen={chosen} onChoose={setChosen} />
        </nav>
      </div>
      <main className="page settings">
        <Notices />
        {hasLocked && <PolicyBanner />}
        {saveError !== null && (
          <p className="field-error" role="alert">
            {t('window.preferences.notSaved', { message: bidiIsolate(saveError) })}
          </p>
        )}
        <TabPanels tabs={tabs} chosen={chosen} />
      </main>
      <UndoBar onUndone={() => focusTab(chosen)} />
    </>
  );
}
