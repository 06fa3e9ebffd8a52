import type { SettableStatus } from '../../../shared/domain.ts';
import { ariaKeys, readableKeys } from '../settings/shortcuts/accelerator.ts';
import { api } from '../../api.ts';
import { confirmedStatus, settableStatuses, statusTone } from '../../status-view.ts';
import { isBroken } from '../settings/shortcuts/shortcut-warning.ts';
import { useAppState } from '../../store.ts';
import { useTranslation } from '../../i18n.ts';
import { StatusIcon } from '../../ui/status-icon.tsx';
import { shortcutWarningId } from '../warnings.tsx';
import { Icon } from '../../ui/icon.tsx';

/** The tiles Free, Rest and Busy. Only a valid confirmed status shows as pressed. */
export function StatusTiles() {
  const t = useTranslation();
  return (
    <div className="tiles" role="group" aria-label={t('window.status')}>
      {settableStatuses.map((status) => (
        <StatusTile key={status} status={status} />
      ))}
    </div>
  );
}

function StatusTile({ status }: { status: SettableStatus }) {
  const t = useTranslation();
  const platform = useAppState((state) => state.platform);
  const isPending = useAppState(({ agent }) => agent.intent?.choice.status === status);
  const isConfirmed = useAppState(({ agent }) => confirmedStatus(agent)?.status === status);
  const shortcut = useAppState(({ shortcuts }) =>
    shortcuts.find(({ action, state }) => action === status && state !== 'off'),
  );
  const broken = shortcut !== undefined && isBroken(shortcut);
  return (
    <button
      type="button"
      className={`tile tone-${statusTone(status)}`}
      aria-pressed={isConfirmed}
      aria-keyshortcuts={shortcut && !broken ? ariaKeys(shortcut.accelerator, platform) : undefined}
      aria-describedby={broken ? shortcutWarningId(status) : undefined}
      data-pending={isPending}
      onClick={() => void api.status.request({ status, reason: '', minutes: null })}
    >
      <StatusIcon name={isPending ? 'switching' : status} size={28} />
      <span className="tile-name">{t(`status.${status}`)}</span>
      {shortcut && (
        <kbd data-unavailable={broken} aria-hidden="true">
          {broken && <Icon name="warning" size={12} />}
          {readableKeys(shortcut.accelerator, platform)}
        </kbd>
      )}
    </button>
  );
}
