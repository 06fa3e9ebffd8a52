import type { ConfirmedStatus } from '../../../shared/state.ts';
import { formatTime } from '../../format.ts';
import { useAppState } from '../../store.ts';
import { useNow } from '../../use-now.ts';
import { statusLabel, useTranslation } from '../../i18n.ts';

/** The last confirmed status, with its time when it is no longer valid. */
export function LastConfirmed({ confirmed }: { confirmed: ConfirmedStatus | null }) {
  const t = useTranslation();
  const language = useAppState((state) => state.language);
  const now = useNow();
  if (confirmed === null) return <p>{t('window.neverConfirmed')}</p>;
  const choice = statusLabel(confirmed, t);
  return confirmed.isValid ? (
    <p>{t('window.stillConfirmed', { choice })}</p>
  ) : (
    <p>{t('window.lastConfirmed', { choice, time: formatTime(confirmed.confirmedAt, now, language) })}</p>
  );
}
