import { bridge } from '../bridge.ts';
import { clockTime } from '../format.ts';
import { useAppState } from '../store.ts';
import { useNow } from '../use-now.ts';
import { useText } from '../words.ts';
import { Card } from './card.tsx';

/** Standby has stopped changing the status by itself: it waits for a person's press. */
export function AutomationCard() {
  const t = useText();
  const { automationStoppedAt, language } = useAppState();
  const now = useNow();
  if (automationStoppedAt === null) return null;
  return (
    <Card
      tone="caution"
      icon="warning"
      role="alert"
      title={t('automation.stopped')}
      actions={
        <div className="buttons">
          <button type="button" className="button primary" onClick={() => void bridge.resumeAutomation()}>
            {t('automation.resume')}
          </button>
        </div>
      }
    >
      <p>{t('automation.why', { time: clockTime(automationStoppedAt, now, language) })}</p>
    </Card>
  );
}
