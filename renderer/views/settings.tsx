import { useState } from 'react';
import { About } from '../components/about.tsx';
import { AccountSettings } from '../components/account-settings.tsx';
import { Breaks } from '../components/breaks.tsx';
import { General } from '../components/general.tsx';
import { BackButton, Header, SimulatorBadge } from '../components/header.tsx';
import { Icon } from '../components/icon.tsx';
import { Notices } from '../components/notices.tsx';
import { ReasonsEditor } from '../components/reasons-editor.tsx';
import { ShortcutList } from '../components/shortcut-list.tsx';
import { focusTab, TabList, TabPanels, type Tab } from '../components/tabs.tsx';
import { UndoBar } from '../components/undo-bar.tsx';
import { isBroken } from '../shortcut-trouble.ts';
import { useAppState } from '../store.ts';
import { usePreferences } from '../use-preferences.ts';
import { isolate, useText } from '../words.ts';

export type SettingsTab = 'account' | 'reasons' | 'breaks' | 'shortcuts' | 'general' | 'about';

/** Everything that can be set, a tab for each kind. Each change applies at once. */
export function Settings() {
  const t = useText();
  const { locked, shortcuts } = useAppState();
  const [chosen, setChosen] = useState<SettingsTab>('account');
  const { preferences, change, trouble } = usePreferences();
  const broken = shortcuts.find(isBroken);
  const someLocked = locked.length > 0 || shortcuts.some((shortcut) => shortcut.locked);

  const tabs: readonly Tab<SettingsTab>[] = [
    { name: 'account', title: t('window.tabs.account'), icon: 'person', content: <AccountSettings /> },
    { name: 'reasons', title: t('window.tabs.reasons'), icon: 'list', content: <ReasonsEditor /> },
    {
      name: 'breaks',
      title: t('window.tabs.breaks'),
      icon: 'cup',
      content: <Breaks preferences={preferences} onChange={change} />,
    },
    {
      name: 'shortcuts',
      title: t('window.tabs.shortcuts'),
      icon: 'keyboard',
      trouble: broken && t(`window.shortcuts.state.${broken.state}`),
      content: <ShortcutList />,
    },
    {
      name: 'general',
      title: t('window.tabs.general'),
      icon: 'settings',
      content: <General preferences={preferences} onChange={change} />,
    },
    { name: 'about', title: t('window.tabs.about'), icon: 'info', content: <About /> },
  ];

  return (
    <>
      <div>
        <Header>
          <BackButton />
          <h1 className="page-title">{t('window.settings')}</h1>
          <SimulatorBadge />
        </Header>
        <nav>
          <TabList label={t('window.tabs.label')} tabs={tabs} chosen={chosen} onChoose={setChosen} />
        </nav>
      </div>
      <main className="page settings">
        <Notices />
        {someLocked && (
          <p className="locked-line">
            <Icon name="lock" size={16} />
            <span>{t('policy.someLocked')}</span>
          </p>
        )}
        {trouble !== null && (
          <p className="problem" role="alert">
            {t('window.preferences.notSaved', { message: isolate(trouble) })}
          </p>
        )}
        <TabPanels tabs={tabs} chosen={chosen} />
      </main>
      <UndoBar onUndone={() => focusTab(chosen)} />
    </>
  );
}
