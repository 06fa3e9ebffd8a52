import type { SettableStatus } from '../../../shared/domain.ts';
import type { ConfirmedStatus } from '../../../shared/state.ts';
import { formatElapsed } from '../../format.ts';
import { ariaKeys, readableKeys } from '../settings/shortcuts/accelerator.ts';
import { api } from '../../api.ts';
import { confirmedStatus, settableStatuses, statusTone } from '../../status-view.ts';
import { getShortcutWarning, isBroken } from '../settings/shortcuts/shortcut-warning.ts';
import { useAppState } from '../../store.ts';
import { useNow } from '../../use-now.ts';
import { useTranslation } from '../../i18n.ts';
import { StatusIcon } from '../../ui/status-icon.tsx';
import { SinceTime } from './since-time.tsx';
import { Icon } from '../../ui/icon.tsx';

/** The tiles Free, Rest and Busy. Only a valid confirmed status shows as pressed. */
export function StatusTiles() {
  const t = useTranslation();
  return (
    <div className="tiles" role="group" aria-label={t('window.status')}>
      {settableStatuses.map((status, index) => (
        <StatusTile key={status} status={status} digit={String(index + 1)} />
      ))}
    </div>
  );
}

/** `digit`: the key that presses the tile while the window is open. */
function StatusTile({ status, digit }: { status: SettableStatus; digit: string }) {
  const t = useTranslation();
  const platform = useAppState((state) => state.platform);
  const isPending = useAppState(({ agent }) => agent.intent?.choice.status === status);
  const isConfirmed = useAppState(({ agent }) => confirmedStatus(agent)?.status === status);
  const shortcut = useStatusShortcut(status);
  const warning = shortcut?.isBroken ? getShortcutWarning(shortcut.shortcut, 'shortcut', platform, t) : null;
  const warningId = `shortcut-warning-${status}`;
  const keys = shortcut && !shortcut.isBroken ? ariaKeys(shortcut.shortcut.accelerator, platform) : '';
  return (
    <button
      type="button"
      className={`tile tone-${statusTone(status)}`}
      aria-pressed={isConfirmed}
      aria-keyshortcuts={`${digit} ${keys}`.trim()}
      aria-describedby={warning === null ? undefined : warningId}
      data-pending={isPending}
      onClick={() => void api.status.request({ status, reason: '', minutes: null })}
    >
      <span className="tile-digit" aria-hidden="true">
        {digit}
      </span>
      <StatusIcon name={isPending ? 'switching' : status} size={26} />
      <span className="tile-name">{t(`status.${status}`)}</span>
      <span className="tile-detail" aria-hidden="true">
        <TileDetail status={status} isPending={isPending} />
      </span>
      {warning !== null && (
        <span className="unseen" id={warningId} aria-hidden="true">
          {warning}
        </span>
      )}
    </button>
  );
}

/** The shortcut of a status, unless it is off. */
function useStatusShortcut(status: SettableStatus) {
  const shortcut = useAppState(({ shortcuts }) =>
    shortcuts.find(({ action, state }) => action === status && state !== 'off'),
  );
  return shortcut && { shortcut, isBroken: isBroken(shortcut) };
}

/** Two lines: what is happening with this status, otherwise its shortcut. Screen readers have it from StatusHeading. */
function TileDetail({ status, isPending }: { status: SettableStatus; isPending: boolean }) {
  const t = useTranslation();
  const confirmed = useAppState(({ agent }) => confirmedStatus(agent));
  if (isPending) return t('window.tile.switching');
  if (confirmed?.status === status) return <TimeInStatus confirmed={confirmed} />;
  if (confirmed?.afterCall === status) return t('window.tile.afterCall');
  return <TileShortcut status={status} />;
}

function TimeInStatus({ confirmed }: { confirmed: ConfirmedStatus }) {
  const now = useNow();
  return (
    <>
      <span className="tile-time">{formatElapsed(now - confirmed.since)}</span>
      <span>
        <SinceTime confirmed={confirmed} isShort />
      </span>
    </>
  );
}

function TileShortcut({ status }: { status: SettableStatus }) {
  const platform = useAppState((state) => state.platform);
  const shortcut = useStatusShortcut(status);
  if (!shortcut) return null;
  return (
    <kbd data-unavailable={shortcut.isBroken}>
      {shortcut.isBroken && <Icon name="warning" size={12} />}
      {readableKeys(shortcut.shortcut.accelerator, platform)}
    </kbd>
  );
}
