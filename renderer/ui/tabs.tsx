import type { KeyboardEvent, ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';

export type Tab<Name extends string> = {
  name: Name;
  title: string;
  icon: IconName;
  /** A warning about the content, added to the accessible name of the tab. */
  warning?: string | undefined;
  content: ReactNode;
};

type TabListProps<Name extends string> = {
  label: string;
  tabs: readonly Tab<Name>[];
  chosen: Name;
  onChoose: (name: Name) => void;
};

/** Tab list with one tab stop; the arrow keys, Home and End select a tab. */
export function TabList<Name extends string>({ label, tabs, chosen, onChoose }: TabListProps<Name>) {
  const chosenIndex = tabs.findIndex(({ name }) => name === chosen);

  function moveFocus(event: KeyboardEvent) {
    const to = { ArrowRight: chosenIndex + 1, ArrowLeft: chosenIndex - 1, Home: 0, End: -1 }[event.key];
    const next = to === undefined ? undefined : tabs.at(to % tabs.length);
    if (next === undefined) return;
    event.preventDefault();
    onChoose(next.name);
    focusTab(next.name);
  }

  return (
    <div className="tabs" role="tablist" aria-label={label} onKeyDown={moveFocus}>
      {tabs.map(({ name, title, icon, warning }) => (
        <button
          type="button"
          role="tab"
          className="tab"
          key={name}
          id={tabId(name)}
          aria-selected={name === chosen}
          aria-controls={panelId(name)}
          aria-label={warning === undefined ? undefined : `${title}, ${warning}`}
          tabIndex={name === chosen ? 0 : -1}
          data-warning={warning !== undefined}
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

/** The panels of all tabs. Hidden ones stay mounted, so that typed values are kept. */
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

/** Focuses a tab. */
export function focusTab(name: string): void {
  document.getElementById(tabId(name))?.focus();
}

function tabId(name: string): string {
  return `tab-${name}`;
}

function panelId(name: string): string {
  return `panel-${name}`;
}
