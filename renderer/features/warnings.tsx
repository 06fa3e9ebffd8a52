import type { ReactNode } from 'react';
import type { Translate } from '../../shared/i18n.ts';
import { formatApprox } from '../format.ts';
import { isBroken, getShortcutWarning } from './settings/shortcuts/shortcut-warning.ts';
import { useAppState } from '../store.ts';
import { useTranslation } from '../i18n.ts';
import { Icon } from '../ui/icon.tsx';

/** Warnings that do not block: broken shortcuts, clock skew, no permission to read the status. */
export function Warnings() {
  const t = useTranslation();
  const platform = useAppState((state) => state.platform);
  const shortcuts = useAppState((state) => state.shortcuts);
  const isReadDenied = useAppState(({ agent }) => agent.readAccess === 'refused');
  // A failure caused by the clock skew shows it in its own card.
  const clockSkewMs = useAppState(({ agent }) =>
    agent.failure?.clockSkewMs == null ? agent.clockSkewMs : null,
  );
  return (
    <>
      {shortcuts.filter(isBroken).map((shortcut) => (
        <Warning key={shortcut.action} id={shortcutWarningId(shortcut.action)}>
          {getShortcutWarning(shortcut, 'shortcut', platform, t)}
        </Warning>
      ))}
      {clockSkewMs !== null && (
        <Warning>
          <CorrectedClockSkew skewMs={clockSkewMs} />
        </Warning>
      )}
      {isReadDenied && <Warning>{t('window.readDenied')}</Warning>}
    </>
  );
}

/** The element id of a shortcut's warning, for aria-describedby of its tile. */
export function shortcutWarningId(action: string): string {
  return `shortcut-warning-${action}`;
}

/** The clock skew in words. `skewMs` is positive when this computer's clock is ahead. */
export function ClockSkewWarning({ skewMs }: { skewMs: number }) {
  return clockSkewText(skewMs, useTranslation());
}

/** The same for a skew that Standby corrects, with what can be done about it. */
function CorrectedClockSkew({ skewMs }: { skewMs: number }) {
  const t = useTranslation();
  return t('window.clockHint', { skew: clockSkewText(skewMs, t) });
}

function clockSkewText(skewMs: number, t: Translate): string {
  const span = formatApprox(skewMs, t);
  return skewMs > 0 ? t('window.clockAhead', { span }) : t('window.clockBehind', { span });
}

function Warning({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <p className="warning-line" id={id}>
      <Icon name="warning" size={14} />
      <span>{children}</span>
    </p>
  );
}
