import { useId } from 'react';
import type { StatusAndReason } from '../../../shared/domain.ts';
import { api } from '../../api.ts';
import { confirmedStatus, statusTone } from '../../status-view.ts';
import {
  closeReasonField,
  durationOf,
  openReasonField,
  useAppState,
  useAppStore,
  type AwayStatus,
} from '../../store.ts';
import { useTranslation } from '../../i18n.ts';
import { StatusIcon } from '../../ui/status-icon.tsx';
import { BreakTimeLeft } from './break-limit-usage.tsx';

/** The reason of a choice, if it is one of this status. */
function reasonOf(status: AwayStatus, choice: StatusAndReason | null): string | null {
  return choice?.status === status ? choice.reason : null;
}

/** The reasons of an away status; a click requests the status with the reason. */
export function ReasonButtons({ status }: { status: AwayStatus }) {
  const t = useTranslation();
  const titleId = useId();
  const reasons = useAppState((state) => state.reasons[status]);
  const confirmedReason = useAppState(({ agent }) => reasonOf(status, confirmedStatus(agent)));
  const durations = useAppState((state) => state.reasonDurations);
  const pendingReason = useAppState(({ agent }) => reasonOf(status, agent.intent?.choice ?? null));
  return (
    <section className={`reasons tone-${statusTone(status)}`} role="group" aria-labelledby={titleId}>
      <h2 id={titleId}>
        <StatusIcon name={status} size={12} />
        {t(`window.reasonsFor.${status}`)}
      </h2>
      {reasons.map((reason) => (
        <button
          type="button"
          className="reason-button"
          key={reason}
          aria-pressed={confirmedReason === reason}
          data-pending={pendingReason === reason}
          onClick={() =>
            void api.status.request({ status, reason, minutes: durationOf(durations, status, reason) })
          }
        >
          <ReasonName reason={reason} />
          <ReasonInfo status={status} reason={reason} minutes={durationOf(durations, status, reason)} />
        </button>
      ))}
      <OtherReason
        status={status}
        customReason={isCustom(confirmedReason, reasons) ? confirmedReason : null}
        isPending={isCustom(pendingReason, reasons)}
      />
    </section>
  );
}

/** Whether the status has a reason that is not in the list. */
function isCustom(reason: string | null, reasons: readonly string[]): reason is string {
  return reason !== null && reason !== '' && !reasons.includes(reason);
}

type OtherReasonProps = {
  status: AwayStatus;
  /** The confirmed reason, if it is not in the list. */
  customReason: string | null;
  /** Whether such a reason is requested. */
  isPending: boolean;
};

/** Opens the field for a custom reason; shows the confirmed one, so that the list does not grow by a row. */
function OtherReason({ status, customReason, isPending }: OtherReasonProps) {
  const t = useTranslation();
  const isFieldOpen = useAppStore((store) => store.openReasonFieldFor === status);
  return (
    <button
      type="button"
      className="reason-button"
      id={otherReasonId(status)}
      aria-expanded={isFieldOpen}
      data-current={customReason !== null}
      data-pending={isPending}
      onClick={() => (isFieldOpen ? closeReasonField() : openReasonField(status))}
    >
      {customReason === null ? t('window.otherReason') : <ReasonName reason={customReason} />}
    </button>
  );
}

/** The element id of the button that opens the field, which gets the focus back. */
export function otherReasonId(status: AwayStatus): string {
  return `other-reason-${status}`;
}

/** One line: a reason of two lines would move those below when it becomes bold. */
function ReasonName({ reason }: { reason: string }) {
  return (
    <bdi className="reason-text" title={reason}>
      {reason}
    </bdi>
  );
}

type ReasonInfoProps = { status: AwayStatus; reason: string; minutes: number | null };

/** The planned duration that a click sets; instead of it the time left, where the reason has a limit that is near. */
function ReasonInfo({ status, reason, minutes }: ReasonInfoProps) {
  const t = useTranslation();
  const isNear = useAppState(({ breakLimitUsage }) =>
    breakLimitUsage.some(
      (limit) => limit.status === status && limit.reason === reason && limit.state !== 'ok',
    ),
  );
  if (isNear || minutes === null) return <BreakTimeLeft status={status} reason={reason} isShort />;
  return <small className="budget">{t('tray.minutes', { count: minutes })}</small>;
}
