import { api } from '../api.ts';
import { formatTime } from '../format.ts';
import { useAppState } from '../store.ts';
import { useNow } from '../use-now.ts';
import { useTranslation } from '../i18n.ts';
import { Card } from '../ui/card.tsx';

/** Card: automatic status changes are stopped until the agent resumes them. */
export function AutomationCard() {
  const t = useTranslation();
  const automationStoppedAt = useAppState((state) => state.automationStoppedAt);
  const language = useAppState((state) => state.language);
  const now = useNow();
  if (automationStoppedAt === null) return null;
  return (
    <Card
      tone="caution"
      icon="warning"
      role="alert"
      title={t('automation.stopped')}
      actions={
        <button type="button" className="button primary" onClick={() => void api.activity.resumeAutomation()}>
          {t('automation.resume')}
        </button>
      }
    >
      <p>{t('automation.why', { time: formatTime(automationStoppedAt, now, language) })}</p>
    </Card>
  );
}
