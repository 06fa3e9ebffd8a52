import type { KeyboardEvent, ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';

export type Tab<Name extends string> = {
  name: Name;
  title: string;
  icon: IconName;
  /** Said of the tab where something in it needs to be seen to. */
  trouble?: string | undefined;
  content: ReactNode;
};

type TabListProps<Name extends string> = {
  label: string;
  tabs: readonly Tab<Name>[];
  chosen: Name;
  onChoose: (name: Name) => void;
};

/** One row of tabs, a single stop for the Tab key: the arrow keys, Home and End go from one to the next and open it. */
export function TabList<Name extends string>({ label, tabs, chosen, onChoose }: TabListProps<Name>) {
  const at = tabs.findIndex(({ name }) => name === chosen);

  function goByKey(event: KeyboardEvent) {
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    const next = to === undefined ? undefined : tabs.at(to % tabs.length);
    if (next === undefined) return;
    event.preventDefault();
    onChoose(next.name);
    focusTab(next.name);
  }

  return (
    <div className="tabs" role="tablist" aria-label={label} onKeyDown={goByKey}>
      {tabs.map(({ name, title, icon, trouble }) => (
        <button
          type="button"
          role="tab"
          className="tab"
          key={name}
          id={tabId(name)}
          aria-selected={name === chosen}
          aria-controls={panelId(name)}
          aria-label={trouble === undefined ? undefined : `${title}, ${trouble}`}
          tabIndex={name === chosen ? 0 : -1}
          data-trouble={trouble !== undefined}
          onClick={() => onChoose(name)}
        >
          <Icon name={icon} size={20} />
          <span>{title}</span>
        </button>
      ))}
    </div>
  );
}

type TabPanelsProps<Name extends string> = { tabs: readonly Tab<Name>[]; chosen: Name };

/** What belongs to the tabs. All of it stays in the page, so that nothing half typed is lost by looking elsewhere. */
export function TabPanels<Name extends string>({ tabs, chosen }: TabPanelsProps<Name>) {
  return tabs.map(({ name, title, content }) => (
    <div
      className="panel"
      role="tabpanel"
      key={name}
      id={panelId(name)}
      aria-labelledby={tabId(name)}
      hidden={name !== chosen}
    >
      <h2 className="unseen">{title}</h2>
      {content}
    </div>
  ));
}

/** Puts the keyboard on a tab. */
export function focusTab(name: string): void {
  document.getElementById(tabId(name))?.focus();
}

function tabId(name: string): string {
  return `tab-${name}`;
}

function panelId(name: string): string {
  return `panel-${name}`;
}
