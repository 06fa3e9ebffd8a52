import type { BreakLimit } from '../../../../shared/preferences.ts';
import { statusTone } from '../../../status-view.ts';
import { useAppState, type AwayStatus } from '../../../store.ts';
import { statusLabel, useTranslation } from '../../../i18n.ts';
import { StatusIcon } from '../../../ui/status-icon.tsx';
import { MinutesField } from './minutes-field.tsx';

type Props = {
  breakLimits: readonly BreakLimit[];
  locked: boolean;
  onChange: (breakLimits: BreakLimit[]) => void;
};

const awayStatuses = ['rest', 'notReady'] as const;

/** Break limits: maximum minutes of a break and of a day, for each reason. */
export function BreakLimits({ breakLimits, locked, onChange }: Props) {
  const reasons = useAppState((state) => state.reasons);

  /** An entry without limits is removed. */
  function updateLimit(next: BreakLimit) {
    const others = breakLimits.filter((breakLimit) => !isSameReason(breakLimit, next));
    const limited = next.breakMinutes !== null || next.dayMinutes !== null;
    onChange(limited ? [...others, next] : others);
  }

  return awayStatuses.map((status) => (
    <ul key={status} className="limits">
      {getReasons(status, reasons[status], breakLimits).map((reason) => (
        <BreakLimitRow
          key={reason}
          breakLimit={
            breakLimits.find((breakLimit) => isSameReason(breakLimit, { status, reason })) ?? {
              status,
              reason,
              breakMinutes: null,
              dayMinutes: null,
            }
          }
          locked={locked}
          onChange={updateLimit}
        />
      ))}
    </ul>
  ));
}

function isSameReason(
  breakLimit: BreakLimit,
  { status, reason }: Pick<BreakLimit, 'status' | 'reason'>,
): boolean {
  return breakLimit.status === status && breakLimit.reason === reason;
}

/** The available reasons, and removed ones that still have a limit. */
function getReasons(
  status: AwayStatus,
  availableReasons: readonly string[],
  breakLimits: readonly BreakLimit[],
): string[] {
  const limited = breakLimits
    .filter((breakLimit) => breakLimit.status === status)
    .map(({ reason }) => reason);
  return [...new Set([...availableReasons, ...limited])];
}

type LimitProps = { breakLimit: BreakLimit; locked: boolean; onChange: (breakLimit: BreakLimit) => void };

function BreakLimitRow({ breakLimit, locked, onChange }: LimitProps) {
  const t = useTranslation();
  const choice = statusLabel(breakLimit, t);
  const error = t('window.preferences.limitInvalid');
  return (
    <li className={`limit tone-${statusTone(breakLimit.status)}`}>
      <p className="limit-name">
        <StatusIcon name={breakLimit.status} size={14} />
        <span>{choice}</span>
      </p>
      {(['breakMinutes', 'dayMinutes'] as const).map((limit) => (
        <MinutesField
          key={limit}
          optional
          label={t(`window.preferences.${limit}`)}
          fullName={t(`window.preferences.${limit}Of`, { choice })}
          error={error}
          locked={locked}
          value={breakLimit[limit]}
          onChange={(minutes) => onChange({ ...breakLimit, [limit]: minutes })}
        />
      ))}
    </li>
  );
}
