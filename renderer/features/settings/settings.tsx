import { useState } from 'react';
import { About } from './about/about.tsx';
import { AccountSettings } from './account/account-settings.tsx';
import { BreakSettings } from './breaks/break-settings.tsx';
import { GeneralSettings } from './general/general-settings.tsx';
import { AccountBadge, BackButton, Header } from '../header.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Notices } from '../notices.tsx';
import { ReasonsEditor } from './reasons/reasons-editor.tsx';
import { ShortcutList } from './shortcuts/shortcut-list.tsx';
import { focusTab, TabList, TabPanels, type Tab } from '../../ui/tabs.tsx';
import { UndoBar } from './undo-bar.tsx';
import { isBroken } from './shortcuts/shortcut-warning.ts';
import { useAppState } from '../../store.ts';
import { usePreferences } from '../../use-preferences.ts';
import { bidiIsolate, useTranslation } from '../../i18n.ts';

export type SettingsTab = 'account' | 'reasons' | 'breaks' | 'shortcuts' | 'general' | 'about';

/** Settings view with its tabs. Each change is saved immediately. */
export function Settings() {
  const t = useTranslation();
  const [chosen, setChosen] = useState<SettingsTab>('account');
  const { preferences, change, saveError } = usePreferences();
  const brokenState = useAppState(
    ({ shortcuts, choiceShortcuts }) => [...shortcuts, ...choiceShortcuts].find(isBroken)?.state,
  );
  const hasLockedSettings = useAppState(
    ({ managedKeys, shortcuts }) => managedKeys.length > 0 || shortcuts.some(({ locked }) => locked),
  );

  const tabs: readonly Tab<SettingsTab>[] = [
    { name: 'account', title: t('window.tabs.account'), icon: 'person', content: <AccountSettings /> },
    { name: 'reasons', title: t('window.tabs.reasons'), icon: 'list', content: <ReasonsEditor /> },
    {
      name: 'breaks',
      title: t('window.tabs.breaks'),
      icon: 'cup',
      content: <BreakSettings preferences={preferences} onChange={change} />,
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
        {hasLockedSettings && (
          <p className="locked-line">
            <Icon name="lock" size={16} />
            <span>{t('policy.someLocked')}</span>
          </p>
        )}
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
