import type { ReactNode } from 'react';
import type { Translate } from '../../../../shared/i18n.ts';
import { api } from '../../../api.ts';
import { formatApprox } from '../../../format.ts';
import { useAppState } from '../../../store.ts';
import { useTranslation } from '../../../i18n.ts';
import { Card } from '../../../ui/card.tsx';
import { CLOCK_HINT, readDeniedHint, shortcutHint } from './hints.ts';
import { getShortcutWarning } from '../../settings/shortcuts/shortcut-warning.ts';

/** A shortcut that does not work, with the way to change it. */
export function ShortcutWarning({ id }: { id: string }) {
  const t = useTranslation();
  const platform = useAppState((state) => state.platform);
  const shortcut = useAppState(
    ({ shortcuts, choiceShortcuts }) =>
      shortcuts.find(({ action }) => action === id) ?? choiceShortcuts.find((each) => each.id === id),
  );
  if (shortcut === undefined) return null;
  return (
    <Warning
      hint={shortcutHint(shortcut)}
      action={
        <button type="button" className="button" onClick={() => void api.app.navigate('settings')}>
          {t('window.account.open')}
        </button>
      }
    >
      {getShortcutWarning(shortcut, 'shortcut', platform, t)}
    </Warning>
  );
}

/** A clock skew that Standby corrects, with what can be done about it. */
export function ClockWarning() {
  const t = useTranslation();
  const skewMs = useAppState(({ agent }) => agent.clockSkewMs);
  if (skewMs === null) return null;
  return <Warning hint={CLOCK_HINT}>{t('window.clockHint', { skew: clockSkewText(skewMs, t) })}</Warning>;
}

/** The key may not read the status. */
export function ReadDeniedWarning() {
  const t = useTranslation();
  const hint = useAppState(({ account }) => readDeniedHint(account));
  return <Warning hint={hint}>{t('window.readDenied')}</Warning>;
}

/** The clock skew in words. `skewMs` is positive when this computer's clock is ahead. */
export function ClockSkewText({ skewMs }: { skewMs: number }) {
  return clockSkewText(skewMs, useTranslation());
}

function clockSkewText(skewMs: number, t: Translate): string {
  const span = formatApprox(skewMs, t);
  return skewMs > 0 ? t('window.clockAhead', { span }) : t('window.clockBehind', { span });
}

function Warning({ hint, action, children }: { hint: string; action?: ReactNode; children: ReactNode }) {
  const t = useTranslation();
  return (
    <Card
      tone="plain"
      icon="warning"
      actions={
        <>
          {action}
          <button type="button" className="link" onClick={() => void api.app.hideHint(hint)}>
            {t('window.hideHint')}
          </button>
        </>
      }
    >
      <p>{children}</p>
    </Card>
  );
}
