import { useId, useRef } from 'react';
import { bridge } from '../bridge.ts';
import { provedNow, toneOf } from '../standing.ts';
import { closeReasonField, openReasonField, useAppState, useMirror, type Away } from '../store.ts';
import { useText } from '../words.ts';
import { BudgetOf } from './budget.tsx';
import { OtherReason } from './other-reason.tsx';

/** The agent's reasons for one way of being away: a click is the whole switch, status and reason. */
export function Reasons({ status }: { status: Away }) {
  const t = useText();
  const titleId = useId();
  const otherButton = useRef<HTMLButtonElement>(null);
  const typing = useMirror((mirror) => mirror.typingReasonFor === status);
  const { agent, reasons } = useAppState();
  const proved = provedNow(agent);

  function closeField() {
    closeReasonField();
    otherButton.current?.focus();
  }

  return (
    <section className={`reasons tone-${toneOf(status)}`} role="group" aria-labelledby={titleId}>
      <h2 id={titleId}>{t(`window.reasonsFor.${status}`)}</h2>
      <div className="chips">
        {reasons[status].map((reason) => (
          <button
            type="button"
            className="chip"
            key={reason}
            aria-pressed={proved?.status === status && proved.reason === reason}
            data-coming={agent.wish?.choice.status === status && agent.wish.choice.reason === reason}
            onClick={() => void bridge.choose({ status, reason })}
          >
            <bdi>{reason}</bdi>
            <BudgetOf status={status} reason={reason} />
          </button>
        ))}
        <button
          type="button"
          className="chip"
          ref={otherButton}
          aria-expanded={typing}
          onClick={() => (typing ? closeField() : openReasonField(status))}
        >
          {t('window.otherReason')}
        </button>
      </div>
      {typing && <OtherReason status={status} onDone={closeField} />}
    </section>
  );
}
