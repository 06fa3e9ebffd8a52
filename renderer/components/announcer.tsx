import { standingOf } from '../standing.ts';
import { useAppState } from '../store.ts';
import { nameOf, useText } from '../words.ts';

/** Tells screen readers, politely, what the hero shows to the eye. Failures announce themselves. */
export function Announcer() {
  const t = useText();
  const standing = standingOf(useAppState().agent);
  return (
    <div role="status" className="unseen">
      {standing.name === 'switching' && t('switching', { choice: nameOf(standing.to, t) })}
      {standing.name === 'known' && nameOf(standing.proved, t)}
      {standing.name === 'unknown' && t('status.unknown')}
    </div>
  );
}
