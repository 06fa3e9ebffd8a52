import type { FailureReport } from '../../../../shared/state.ts';
import { useTranslation } from '../../../i18n.ts';
import { FailureCode } from '../../failure-code.tsx';
import { ClockSkewText } from '../../status/messages/warnings.tsx';

type Props = {
  failure: FailureReport;
  nextStep: string;
  /** Who can do the next step; by default who can fix the failure. */
  whoCanFix?: FailureReport['whoCanFix'];
};

/** A failed check: headline and next step; the rest, which an admin needs, is folded so that the fields stay in view. */
export function CheckFailure({ failure, nextStep, whoCanFix = failure.whoCanFix }: Props) {
  const t = useTranslation();
  const { kind, clockSkewMs } = failure;
  return (
    <>
      <p>
        <strong>{t(`failure.${kind}.headline`)}</strong>
        {whoCanFix !== 'nobody' && <span className="tag">{t(`window.whoCanFix.${whoCanFix}`)}</span>}
      </p>
      <p>{nextStep}</p>
      {clockSkewMs !== null && (
        <p>
          <ClockSkewText skewMs={clockSkewMs} />
        </p>
      )}
      <details className="check-details">
        <summary>{t('window.today.details')}</summary>
        <FailureCode failure={failure} />
      </details>
    </>
  );
}
