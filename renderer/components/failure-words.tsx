import type { ReactNode } from 'react';
import type { FailureReport } from '../../preload/contract/state.ts';
import { useText } from '../words.ts';
import { ClockTrouble } from './hints.tsx';

type Props = {
  failure: FailureReport;
  /** What to do; the failure's own next step when left out. */
  nextStep?: ReactNode;
  /** Who can do that, where it is not who can fix the failure as such; null where nobody in particular can. */
  whoCanFix?: FailureReport['whoCanFix'] | null;
};

/** A failure inside its card: what it is, what to do and who can do it, then what an admin needs to find it again. */
export function FailureWords({ failure, nextStep, whoCanFix = failure.whoCanFix }: Props) {
  const t = useText();
  const { kind, clockAheadMs, code, message, requestId } = failure;
  return (
    <>
      <p>
        <strong>{t(`failure.${kind}.headline`)}</strong>
      </p>
      <p>{nextStep ?? t(`failure.${kind}.nextStep`)}</p>
      {clockAheadMs !== null && (
        <p>
          <ClockTrouble aheadMs={clockAheadMs} />
        </p>
      )}
      {whoCanFix !== null && <p className="who-can-fix">{t(`window.whoCanFix.${whoCanFix}`)}</p>}
      <div className="details">
        <code>{code}</code>
        {message !== '' && <bdi>{message}</bdi>}
        {requestId !== null && <code>{t('window.requestId', { id: requestId })}</code>}
      </div>
    </>
  );
}
