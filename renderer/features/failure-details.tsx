import type { ReactNode } from 'react';
import type { FailureReport } from '../../shared/state.ts';
import { useTranslation } from '../i18n.ts';
import { ClockSkewWarning } from './warnings.tsx';

type Props = {
  failure: FailureReport;
  /** The next step; by default that of the failure. */
  nextStep?: ReactNode;
  /** Who can do the next step; by default who can fix the failure. */
  whoCanFix?: FailureReport['whoCanFix'];
};

/** The details of a failure: headline, next step, who can fix it, then code, message and RequestId for an admin. */
export function FailureDetails({ failure, nextStep, whoCanFix = failure.whoCanFix }: Props) {
  const t = useTranslation();
  const { kind, clockSkewMs, code, message, requestId } = failure;
  return (
    <>
      <p>
        <strong>{t(`failure.${kind}.headline`)}</strong>
      </p>
      <p>{nextStep ?? t(`failure.${kind}.nextStep`)}</p>
      {clockSkewMs !== null && (
        <p>
          <ClockSkewWarning skewMs={clockSkewMs} />
        </p>
      )}
      {whoCanFix !== 'nobody' && <p className="who-can-fix">{t(`window.whoCanFix.${whoCanFix}`)}</p>}
      <div className="details">
        <code>{code}</code>
        {message !== '' && <bdi>{message}</bdi>}
        {requestId !== null && <code>{t('window.requestId', { id: requestId })}</code>}
      </div>
    </>
  );
}
