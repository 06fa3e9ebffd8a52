import { useState } from 'react';
import type { Translate } from '../../../../../shared/i18n.ts';
import { MINUTE_MS } from '../../../../../shared/time-units.ts';
import { api } from '../../../../api.ts';
import { formatApprox, formatTime } from '../../../../format.ts';
import { confirmedStatus } from '../../../../status-view.ts';
import { useAppState } from '../../../../store.ts';
import { useNow } from '../../../../use-now.ts';
import { statusLabel, useTranslation } from '../../../../i18n.ts';
import { Card } from '../../../../ui/card.tsx';
import { BreakTimeLeft } from '../../break-limit-usage.tsx';
import { PlannedReturnPicker } from './planned-return-picker.tsx';
import { ReturnTimeForm } from './return-time-form.tsx';
import { UndoButton } from '../undo-button.tsx';

/** Card of a confirmed break: when the agent is back, and the choice of another time. */
export function ReturnCard() {
  const t = useTranslation();
  const plannedReturn = useAppState((state) => state.plannedReturn);
  const confirmed = useAppState(({ agent }) => confirmedStatus(agent));
  const [isTyping, setIsTyping] = useState(false);
  const [hasTyped, setHasTyped] = useState(false);

  function closeForm() {
    setIsTyping(false);
    setHasTyped(true);
  }

  if (isTyping) return <ReturnTimeForm onDone={closeForm} />;
  const picker = <PlannedReturnPicker focusOther={hasTyped} onOther={() => setIsTyping(true)} />;
  if (plannedReturn === null) {
    return (
      <Card tone="plain" icon="clock" title={t('tray.backMenu')} actions={<UndoButton />}>
        {picker}
        {confirmed && <BreakTimeLeft {...confirmed} />}
      </Card>
    );
  }
  const isNear = plannedReturn.stage !== 'planned';
  return (
    <Card
      tone={plannedReturn.stage === 'due' ? 'caution' : 'plain'}
      icon="clock"
      role={isNear ? 'status' : undefined}
      title={
        isNear ? (
          getStageTitle(plannedReturn.stage === 'due', t)
        ) : (
          <ReturnCountdown backAt={plannedReturn.backAt} />
        )
      }
      note={
        isNear && (
          <p className="return-countdown">
            <ReturnCountdown backAt={plannedReturn.backAt} />
          </p>
        )
      }
      actions={
        <>
          <button
            type="button"
            className={isNear ? 'button primary' : 'button'}
            onClick={() => void api.activity.confirmReturn()}
          >
            {t('tray.confirmReturn')}
          </button>
          <button type="button" className="button" onClick={() => void api.activity.extendReturn()}>
            {isNear ? t('tray.extendReturn') : t('window.return.extend')}
          </button>
          <UndoButton />
        </>
      }
    >
      {isNear ? <StillAway backAt={plannedReturn.backAt} /> : picker}
      {confirmed && <BreakTimeLeft {...confirmed} />}
    </Card>
  );
}

function getStageTitle(isDue: boolean, t: Translate): string {
  return isDue ? t('notification.dueTitle') : t('window.return.soonTitle');
}

/** "Rest · Lunch ends at 10:33." */
function StillAway({ backAt }: { backAt: number }) {
  const t = useTranslation();
  const now = useNow();
  const language = useAppState((state) => state.language);
  const isDue = useAppState((state) => state.plannedReturn?.stage === 'due');
  const confirmed = useAppState(({ agent }) => confirmedStatus(agent));
  if (confirmed === null) return null;
  const values = { choice: statusLabel(confirmed, t), time: formatTime(backAt, now, language) };
  return <p>{isDue ? t('window.return.dueBody', values) : t('window.return.soonBody', values)}</p>;
}

/** "Back at 11:03 · in 29 min", in minutes rounded up. */
function ReturnCountdown({ backAt }: { backAt: number }) {
  const t = useTranslation();
  const now = useNow();
  const language = useAppState((state) => state.language);
  const time = formatTime(backAt, now, language);
  const remainingMs = backAt - now;
  if (remainingMs > 0) {
    const duration = formatApprox(Math.ceil(remainingMs / MINUTE_MS) * MINUTE_MS, t);
    return t('window.return.planned', { time, duration });
  }
  return remainingMs > -MINUTE_MS
    ? t('window.return.now', { time })
    : t('window.return.overdue', { time, span: formatApprox(remainingMs, t) });
}
