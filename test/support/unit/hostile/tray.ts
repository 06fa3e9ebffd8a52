import { translateInto } from '../../texts.ts';
import { trayMenu, type TrayItem } from '../../../../main/desktop/tray-view.ts';
import type { AppState } from '../../../../preload/contract/state.ts';
import type { Choice } from '../../../../preload/contract/vocabulary.ts';

/** What the tray's menu claims to be in force: the choice behind every radio that is marked, submenus included. */
export function markedRadios(state: AppState, now: number): Choice[] {
  return marked(trayMenu(state, translateInto(state.language), now));
}

function marked(items: TrayItem[]): Choice[] {
  return items.flatMap((item) => {
    if (item.kind === 'submenu') return marked(item.items);
    if (item.kind !== 'radio' || !item.checked || item.command.do !== 'choose') return [];
    return [item.command.choice];
  });
}
