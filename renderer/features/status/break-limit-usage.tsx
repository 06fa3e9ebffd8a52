import type { BreakLimitUsage } from '../../../shared/preferences.ts';
import type { AgentStatus } from '../../../shared/domain.ts';
import { formatApprox } from '../../format.ts';
import { useAppState } from '../../store.ts';
import { useTranslation } from '../../i18n.ts';
import { Icon } from '../../ui/icon.tsx';
import { MINUTE_MS } from '../../../shared/time-units.ts';

type Props = {
  status: AgentStatus;
  reason: string;
  /** Show it only in the states `warning` and `breached`. */
  onlyWhenNear?: boolean;
  /** Without icon and "only": for a narrow place. */
  isShort?: boolean;
};

/** The remaining time of a break limit, with an icon when it is near or exceeded. */
export function BreakTimeLeft({ status, reason, onlyWhenNear = false, isShort = false }: Props) {
  const usage = useAppState(({ breakLimitUsage }) =>
    breakLimitUsage.find((limit) => limit.status === status && limit.reason === reason),
  );
  return usage === undefined || (onlyWhenNear && usage.state === 'ok') ? null : (
    <BreakTimeLeftLabel usage={usage} isShort={isShort} />
  );
}

function BreakTimeLeftLabel({ usage, isShort }: { usage: BreakLimitUsage; isShort: boolean }) {
  const t = useTranslation();
  const remainingMs = getRemainingMs(usage);
  if (remainingMs === null) return null;
  const span = formatApprox(remainingMs, t);
  switch (usage.state) {
    case 'ok':
      return <small className="budget">{t('window.breakLimit.left', { span })}</small>;
    case 'warning':
      return (
        <small className="budget" data-state="warning">
          {!isShort && <Icon name="clock" size={13} />}
          {t(isShort ? 'window.breakLimit.left' : 'window.breakLimit.nearly', { span })}
        </small>
      );
    case 'breached':
      return (
        <small className="budget" data-state="breached">
          {!isShort && <Icon name="warning" size={13} />}
          {remainingMs > -MINUTE_MS ? t('window.breakLimit.usedUp') : t('window.breakLimit.over', { span })}
        </small>
      );
  }
}

/** Milliseconds until the first limit is reached; negative when exceeded, null without a limit. */
function getRemainingMs({
  breakLimitMs,
  breakUsedMs,
  dayLimitMs,
  dayUsedMs,
}: BreakLimitUsage): number | null {
  const remainingMs = [
    ...(breakLimitMs === null ? [] : [breakLimitMs - breakUsedMs]),
    ...(dayLimitMs === null ? [] : [dayLimitMs - dayUsedMs]),
  ];
  return remainingMs.length === 0 ? null : Math.min(...remainingMs);
}
