import type { SettableStatus } from '../../preload/contract/vocabulary.ts';
import { ariaKeys, readableKeys } from '../accelerator.ts';
import { bridge } from '../bridge.ts';
import { provedNow, settableStatuses, toneOf } from '../standing.ts';
import { isBroken } from '../shortcut-trouble.ts';
import { useAppState } from '../store.ts';
import { useText } from '../words.ts';
import { Glyph } from './glyph.tsx';
import { takenShortcutId } from './hints.tsx';
import { Icon } from './icon.tsx';

/** Free, Rest and Busy, one gesture each. Only what is proved shows as pressed; nothing does while that is unknown. */
export function StatusTiles() {
  const t = useText();
  return (
    <div className="tiles" role="group" aria-label={t('window.status')}>
      {settableStatuses.map((status) => (
        <StatusTile key={status} status={status} />
      ))}
    </div>
  );
}

function StatusTile({ status }: { status: SettableStatus }) {
  const t = useText();
  const { agent, shortcuts, platform } = useAppState();
  const coming = agent.wish?.choice.status === status;
  const shortcut = shortcuts.find(({ action, state }) => action === status && state !== 'off');
  const broken = shortcut !== undefined && isBroken(shortcut);
  return (
    <button
      type="button"
      className={`tile tone-${toneOf(status)}`}
      aria-pressed={provedNow(agent)?.status === status}
      aria-keyshortcuts={shortcut && !broken ? ariaKeys(shortcut.accelerator, platform) : undefined}
      aria-describedby={broken ? takenShortcutId(status) : undefined}
      data-coming={coming}
      onClick={() => void bridge.choose({ status, reason: '' })}
    >
      <Glyph name={coming ? 'switching' : status} size={28} />
      <span className="tile-name">{t(`status.${status}`)}</span>
      {shortcut && (
        <kbd data-taken={broken} aria-hidden="true">
          {broken && <Icon name="warning" size={12} />}
          {readableKeys(shortcut.accelerator, platform)}
        </kbd>
      )}
    </button>
  );
}
