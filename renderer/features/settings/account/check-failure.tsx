import type { FailureReport } from '../../../../shared/state.ts';
import { useTranslation } from '../../../i18n.ts';
import { ClockSkewWarning } from '../../warnings.tsx';

type Props = {
  failure: FailureReport;
  nextStep: string;
  /** Who can do the next step; by default who can fix the failure. */
  whoCanFix?: FailureReport['whoCanFix'];
};

/** A failed check: headline and next step; the rest, which an admin needs, is folded so that the fields stay in view. */
export function CheckFailure({ failure, nextStep, whoCanFix = failure.whoCanFix }: Props) {
  const t = useTranslation();
  const { kind, clockSkewMs, code, message, requestId } = failure;
  return (
    <>
      <p>
        <strong>{t(`failure.${kind}.headline`)}</strong>
      </p>
      <p>{nextStep}</p>
      {clockSkewMs !== null && (
        <p>
          <ClockSkewWarning skewMs={clockSkewMs} />
        </p>
      )}
      <details className="check-details">
        <summary>{t('window.today.details')}</summary>
        {whoCanFix !== 'nobody' && <p className="who-can-fix">{t(`window.whoCanFix.${whoCanFix}`)}</p>}
        <div className="details">
          <code>{code}</code>
          {message !== '' && <bdi>{message}</bdi>}
          {requestId !== null && <code>{t('window.requestId', { id: requestId })}</code>}
        </div>
      </details>
    </>
  );
}
