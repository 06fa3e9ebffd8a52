import { translateInto } from '../../texts.ts';
import { trayMenu, type TrayItem } from '../../../../main/desktop/tray/tray-model.ts';
import type { AppState } from '../../../../shared/state.ts';
import type { StatusChoice } from '../../../../shared/domain.ts';

/** The choices behind every checked radio item of the tray's menu, submenus included. */
export function checkedRadios(state: AppState, now: number): StatusChoice[] {
  return collectChecked(trayMenu(state, translateInto(state.language), now));
}

function collectChecked(items: TrayItem[]): StatusChoice[] {
  return items.flatMap((item) => {
    if (item.kind === 'submenu') return collectChecked(item.items);
    if (item.kind !== 'radio' || !item.checked || item.command.type !== 'requestStatus') return [];
    return [item.command.choice];
  });
}
