import type { ConfirmedStatus, FailureReport } from '../../../../shared/state.ts';
import type { Translate } from '../../../../shared/i18n.ts';
import { api } from '../../../api.ts';
import { confirmedStatus } from '../../../status-view.ts';
import { useAppState } from '../../../store.ts';
import { shortStatusLabel, useTranslation } from '../../../i18n.ts';
import { Card } from '../../../ui/card.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { FailureCode } from '../../failure-code.tsx';
import { ClockSkewText } from './warnings.tsx';
import { RetryButtons, RetryCountdown } from './pending-intent-card.tsx';

/** Card of a failure: what is still true, the cause with the next step, who can fix it. The rest is under Details. */
export function FailureCard() {
  const t = useTranslation();
  const failure = useAppState(({ agent }) => agent.failure);
  const confirmed = useAppState(({ agent }) => confirmedStatus(agent));
  const hasIntent = useAppState(({ agent }) => agent.intent !== null);
  if (failure === null) return null;
  const { whoCanFix, clockSkewMs } = failure;
  // Only an admin can act on it, and needs the details: trying again comes second.
  const isForAdmin = whoCanFix === 'admin' && !hasIntent;
  const copyButton = (
    // The key resets "Copied" for a new failure.
    <CopyButton
      key={`${failure.at} ${failure.requestId ?? ''}`}
      primary={isForAdmin}
      label={t('window.copyDetails')}
      copy={api.status.copyFailure}
    />
  );
  return (
    <Card
      tone="danger"
      icon="warning"
      role="alert"
      title={getHeadline(failure, confirmed, hasIntent, t)}
      tag={whoCanFix === 'nobody' ? undefined : t(`window.whoCanFix.${whoCanFix}`)}
      onDismiss={() => void api.status.dismissFailure()}
      details={<FailureCode failure={failure} />}
      note={<RetryCountdown />}
      actions={
        isForAdmin ? (
          <>
            {copyButton}
            <RetryButtons isSecondary />
          </>
        ) : (
          <>
            <RetryButtons />
            {!hasIntent && copyButton}
          </>
        )
      }
    >
      <p className="failure-text" data-for={whoCanFix === 'agent' ? 'agent' : 'others'}>
        <span className="failure-cause">
          {t('window.failureCause', { headline: t(`failure.${failure.kind}.headline`) })}
        </span>
        <span className="failure-next-step">{t(`failure.${failure.kind}.nextStep`)}</span>
      </p>
      {clockSkewMs !== null && (
        <p>
          <ClockSkewText skewMs={clockSkewMs} />
        </p>
      )}
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
  const choice = shortStatusLabel(failure.choice, t);
  if (confirmed === null) return t('notification.unknownTitle', { choice });
  const status = shortStatusLabel(confirmed, t);
  return hasIntent
    ? t('window.notYet', { status, choice })
    : t('notification.stillTitle', { status, choice });
}
