import { useId, useRef } from 'react';
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
import { BreakTimeLeft } from './break-limit-usage.tsx';
import { CustomReasonForm } from './custom-reason-form.tsx';

/** The reason of a choice, if it is one of this status. */
function reasonOf(status: AwayStatus, choice: StatusAndReason | null): string | null {
  return choice?.status === status ? choice.reason : null;
}

/** The reasons of an away status; a click requests the status with the reason. */
export function ReasonButtons({ status }: { status: AwayStatus }) {
  const t = useTranslation();
  const titleId = useId();
  const otherButton = useRef<HTMLButtonElement>(null);
  const isFieldOpen = useAppStore((store) => store.openReasonFieldFor === status);
  const reasons = useAppState((state) => state.reasons[status]);
  const confirmedReason = useAppState(({ agent }) => reasonOf(status, confirmedStatus(agent)));
  const durations = useAppState((state) => state.reasonDurations);
  const pendingReason = useAppState(({ agent }) => reasonOf(status, agent.intent?.choice ?? null));

  function closeField() {
    closeReasonField();
    otherButton.current?.focus();
  }

  return (
    <section className={`reasons tone-${statusTone(status)}`} role="group" aria-labelledby={titleId}>
      <h2 id={titleId}>{t(`window.reasonsFor.${status}`)}</h2>
      <div className="chips">
        {reasons.map((reason) => (
          <button
            type="button"
            className="chip"
            key={reason}
            aria-pressed={confirmedReason === reason}
            data-pending={pendingReason === reason}
            onClick={() =>
              void api.status.request({ status, reason, minutes: durationOf(durations, status, reason) })
            }
          >
            <bdi>{reason}</bdi>
            <BreakTimeLeft status={status} reason={reason} />
          </button>
        ))}
        <button
          type="button"
          className="chip"
          ref={otherButton}
          aria-expanded={isFieldOpen}
          onClick={() => (isFieldOpen ? closeField() : openReasonField(status))}
        >
          {t('window.otherReason')}
        </button>
      </div>
      {isFieldOpen && <CustomReasonForm status={status} onDone={closeField} />}
    </section>
  );
}
