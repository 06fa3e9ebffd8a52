import { bridge } from '../bridge.ts';
import { clockTime } from '../format.ts';
import { useAppState } from '../store.ts';
import { useNow } from '../use-now.ts';
import { nameOf, useText } from '../words.ts';
import { Card } from './card.tsx';

/** A change that nobody asked for here: what, and between which readings. */
export function DriftCard() {
  const t = useText();
  const { agent, language } = useAppState();
  const now = useNow();
  const { drift } = agent;
  if (drift === null) return null;
  const after = clockTime(drift.after, now, language);
  const before = clockTime(drift.before, now, language);
  return (
    <Card
      tone="plain"
      icon="info"
      role="status"
      title={t('window.drift.title', { from: nameOf(drift.from, t), to: nameOf(drift.to, t) })}
      onDismiss={() => void bridge.dismissDrift()}
    >
      <p>
        {after === before
          ? t('window.drift.at', { at: before })
          : t('window.drift.between', { after, before })}
      </p>
    </Card>
  );
}
