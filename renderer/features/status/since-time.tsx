import type { ConfirmedStatus } from '../../../shared/state.ts';
import { formatTime, formatTimeOfDay } from '../../format.ts';
import { useAppState } from '../../store.ts';
import { useNow } from '../../use-now.ts';
import { useTranslation } from '../../i18n.ts';

type Props = {
  confirmed: ConfirmedStatus;
  /** Without "since" when a date is needed, too: for a narrow place. */
  isShort?: boolean;
};

/**
 * When the status began. Without permission to read the status that would be misleading: there the time of the last
 * confirmation shows.
 */
export function SinceTime({ confirmed, isShort = false }: Props) {
  const t = useTranslation();
  const now = useNow();
  const { canRead, language } = useAppState((state) => ({
    canRead: state.agent.readAccess !== 'refused',
    language: state.language,
  }));
  const timestamp = canRead ? confirmed.since : confirmed.confirmedAt;
  const time = formatTime(timestamp, now, language);
  if (isShort && time !== formatTimeOfDay(timestamp, language)) return time;
  return t(canRead ? 'window.since' : 'window.confirmedAt', { time });
}
