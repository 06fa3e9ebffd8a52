import type { FailureReport } from '../../shared/state.ts';
import { useTranslation } from '../i18n.ts';

/** Code, message and RequestId of a failure, for an admin. */
export function FailureCode({ failure: { code, message, requestId } }: { failure: FailureReport }) {
  const t = useTranslation();
  return (
    <div className="details">
      <code>{code}</code>
      {message !== '' && <bdi>{message}</bdi>}
      {requestId !== null && <code>{t('window.requestId', { id: requestId })}</code>}
    </div>
  );
}
