import { useAppState } from '../../../store.ts';
import { useTranslation } from '../../../i18n.ts';
import { Card } from '../../../ui/card.tsx';
import { LastConfirmed } from '../last-confirmed.tsx';
import { CheckNow } from './next-check.tsx';

/** The status is not known: why, what was confirmed last, and when it is read again. */
export function UnknownStatusCard() {
  const t = useTranslation();
  const { confirmed, unknownCause } = useAppState(({ agent }) => ({
    confirmed: agent.confirmed,
    unknownCause: agent.unknownCause,
  }));
  return (
    <Card tone="plain" icon="info" role="status" title={t('tray.unknownNever')} actions={<CheckNow />}>
      {unknownCause !== null && <p>{t(`window.unknown.${unknownCause}`)}</p>}
      <LastConfirmed confirmed={confirmed} />
    </Card>
  );
}
