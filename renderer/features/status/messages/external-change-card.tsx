import { api } from '../../../api.ts';
import { formatTime } from '../../../format.ts';
import { useAppState } from '../../../store.ts';
import { useNow } from '../../../use-now.ts';
import { shortStatusLabel, useTranslation } from '../../../i18n.ts';
import { Card } from '../../../ui/card.tsx';

/** Card: an external status change, and the readings between which it happened. */
export function ExternalChangeCard() {
  const t = useTranslation();
  const externalChange = useAppState(({ agent }) => agent.externalChange);
  const language = useAppState((state) => state.language);
  const now = useNow();
  if (externalChange === null) return null;
  const after = formatTime(externalChange.after, now, language);
  const before = formatTime(externalChange.before, now, language);
  return (
    <Card
      tone="plain"
      icon="info"
      role="status"
      title={t('window.externalChange.title', {
        from: shortStatusLabel(externalChange.from, t),
        to: shortStatusLabel(externalChange.to, t),
      })}
      onDismiss={() => void api.status.dismissExternalChange()}
    >
      <p>
        {after === before
          ? t('window.externalChange.at', { at: before })
          : t('window.externalChange.between', { after, before })}
      </p>
    </Card>
  );
}
