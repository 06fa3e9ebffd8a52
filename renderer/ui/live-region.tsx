import { getStatusView } from '../status-view.ts';
import { useAppState } from '../store.ts';
import { statusLabel, useTranslation } from '../i18n.ts';

/** Live region that announces the current status. Failures are announced by their own alerts. */
export function Announcer() {
  const t = useTranslation();
  const { confirmed, intent } = useAppState(({ agent }) => ({
    confirmed: agent.confirmed,
    intent: agent.intent,
  }));
  const statusView = getStatusView({ confirmed, intent });
  return (
    <div role="status" className="unseen">
      {statusView.type === 'switching' && t('switching', { choice: statusLabel(statusView.to, t) })}
      {statusView.type === 'known' && statusLabel(statusView.confirmed, t)}
      {statusView.type === 'unknown' && t('status.unknown')}
    </div>
  );
}
