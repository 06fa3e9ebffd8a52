import type { FailureReport } from '../../../shared/state.ts';
import { api } from '../../api.ts';
import { useTranslation } from '../../i18n.ts';
import { Card } from '../../ui/card.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { FailureCode } from '../failure-code.tsx';
import { ClockSkewText } from '../status/messages/warnings.tsx';

/** Card of a sign-in that failed or ended: why, what to do, who can do it, and the button that the next step names. */
export function SignInFailure({ failure }: { failure: FailureReport }) {
  const t = useTranslation();
  const { kind, whoCanFix, clockSkewMs } = failure;
  // The agent has cancelled it: nothing is wrong.
  const isCancelled = kind === 'signInCancelled';
  return (
    <Card
      tone={isCancelled ? 'plain' : 'danger'}
      icon={isCancelled ? 'info' : 'warning'}
      role={isCancelled ? 'status' : 'alert'}
      title={t(`failure.${kind}.headline`)}
      tag={whoCanFix === 'nobody' || isCancelled ? undefined : t(`window.whoCanFix.${whoCanFix}`)}
      details={<FailureCode failure={failure} />}
      actions={
        <>
          <button type="button" className="button primary" onClick={() => void api.account.signIn()}>
            {t('window.signIn.start')}
          </button>
          {whoCanFix === 'admin' && (
            <CopyButton label={t('window.copyDetails')} copy={api.app.copyDiagnostics} />
          )}
        </>
      }
    >
      <p>{t(`failure.${kind}.nextStep`)}</p>
      {clockSkewMs !== null && (
        <p>
          <ClockSkewText skewMs={clockSkewMs} />
        </p>
      )}
    </Card>
  );
}
