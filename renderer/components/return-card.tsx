import { bridge } from '../bridge.ts';
import { clockTime } from '../format.ts';
import { provedNow } from '../standing.ts';
import { useAppState } from '../store.ts';
import { useNow } from '../use-now.ts';
import { nameOf, useText } from '../words.ts';
import { Card } from './card.tsx';

/** The planned return is near, or due: the answer is one click. Gone as soon as the agent has given it. */
export function ReturnCard() {
  const t = useText();
  const { agent, plannedReturn, language } = useAppState();
  const now = useNow();
  if (plannedReturn === null || plannedReturn.stage === 'planned') return null;
  if (agent.wish?.choice.status === 'free') return null;
  const due = plannedReturn.stage === 'due';
  const proved = provedNow(agent);
  const words = proved !== null && {
    choice: nameOf(proved, t),
    time: clockTime(plannedReturn.backAt, now, language),
  };
  return (
    <Card
      tone={due ? 'caution' : 'plain'}
      icon="clock"
      role="status"
      title={due ? t('notification.dueTitle') : t('window.return.soonTitle')}
      actions={
        <div className="buttons">
          <button type="button" className="button primary" onClick={() => void bridge.imBack()}>
            {t('tray.imBack')}
          </button>
          <button type="button" className="button" onClick={() => void bridge.extendReturn()}>
            {t('tray.fiveMore')}
          </button>
        </div>
      }
    >
      {words && <p>{due ? t('window.return.dueBody', words) : t('window.return.soonBody', words)}</p>}
    </Card>
  );
}
