import type { ConfirmedStatus, FailureReport } from '../../../shared/state.ts';
import type { Translate } from '../../../shared/i18n.ts';
import { api } from '../../api.ts';
import { confirmedStatus } from '../../status-view.ts';
import { useAppState } from '../../store.ts';
import { statusLabel, useTranslation } from '../../i18n.ts';
import { Card } from '../../ui/card.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { FailureDetails } from '../failure-details.tsx';
import { RetryCountdown, RetryButtons } from './retry-controls.tsx';

/** Card of a failure: confirmed status, next step, details, retry buttons. */
export function FailureCard() {
  const t = useTranslation();
  const failure = useAppState(({ agent }) => agent.failure);
  const confirmed = useAppState(({ agent }) => confirmedStatus(agent));
  const hasIntent = useAppState(({ agent }) => agent.intent !== null);
  if (failure === null) return null;
  return (
    <Card
      tone="danger"
      icon="warning"
      role="alert"
      title={getHeadline(failure, confirmed, hasIntent, t)}
      onDismiss={() => void api.status.dismissFailure()}
      actions={
        <>
          <RetryCountdown />
          <div className="buttons">
            <RetryButtons />
            {/* The key resets "Copied" for a new failure. */}
            <CopyButton
              key={`${failure.at} ${failure.requestId ?? ''}`}
              label={t('window.copyDetails')}
              copy={api.status.copyFailure}
            />
          </div>
        </>
      }
    >
      <FailureDetails failure={failure} />
    </Card>
  );
}

function getHeadline(
  failure: FailureReport,
  confirmed: ConfirmedStatus | null,
  hasIntent: boolean,
  t: Translate,
): string {
  if (failure.choice === null) return t('window.readFailed');
  const choice = statusLabel(failure.choice, t);
  if (confirmed === null) return t('notification.unknownTitle', { choice });
  const status = statusLabel(confirmed, t);
  return hasIntent
    ? t('window.notYet', { status, choice })
    : t('notification.stillTitle', { status, choice });
}
