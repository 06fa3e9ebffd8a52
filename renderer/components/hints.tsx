import type { ReactNode } from 'react';
import { roughly } from '../format.ts';
import { isBroken, shortcutTrouble } from '../shortcut-trouble.ts';
import { useAppState } from '../store.ts';
import { useText } from '../words.ts';
import { Icon } from './icon.tsx';

/** What is worth knowing and keeps nobody from working, one quiet line each. */
export function Hints() {
  const t = useText();
  const { agent, platform, shortcuts } = useAppState();
  // A failure that comes from the clock says so itself.
  const clock = agent.failure?.clockAheadMs == null ? agent.clockAheadMs : null;
  return (
    <>
      {shortcuts.filter(isBroken).map((shortcut) => (
        <Hint key={shortcut.action} id={takenShortcutId(shortcut.action)}>
          {shortcutTrouble(shortcut, shortcuts, platform, t)}
        </Hint>
      ))}
      {clock !== null && (
        <Hint>
          <ClockTrouble aheadMs={clock} /> {t('window.clockHint')}
        </Hint>
      )}
      {agent.reading === 'refused' && <Hint>{t('window.readingRefused')}</Hint>}
    </>
  );
}

/** Where a tile finds the description of its shortcut. */
export function takenShortcutId(action: string): string {
  return `shortcut-taken-${action}`;
}

/** By how much the computer's clock is wrong. */
export function ClockTrouble({ aheadMs }: { aheadMs: number }) {
  const t = useText();
  const span = roughly(aheadMs, t);
  return aheadMs > 0 ? t('window.clockAhead', { span }) : t('window.clockBehind', { span });
}

function Hint({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <p className="quiet-hint" id={id}>
      <Icon name="warning" size={14} />
      <span>{children}</span>
    </p>
  );
}
