import type { Rectangle } from 'electron';
import type { ShortcutId } from '../shared/domain.ts';
import type { RequestPurpose } from '../tencent/transport/request-limit.ts';
import type { TrayCommand } from './desktop/tray/tray-model.ts';

/**
 * Callbacks to services that are created later than their callers. `connect` sets them; until then they do nothing, and nothing
 * calls them.
 */
export type Links = {
  onAccountChange: () => void;
  onRequest: (purpose: RequestPurpose) => void;
  onAway: (cause: 'lock' | 'sleep' | 'idle') => void;
  onReturn: () => void;
  onScreenVisible: () => void;
  handleShortcut: (id: ShortcutId) => void;
  execute: (command: TrayCommand) => void;
  onWindowOpen: () => void;
  isWindowVisible: () => boolean;
  nextReturnAt: () => number | null;
  trayBounds: () => Rectangle;
};

/** Creates the links. None does anything yet. */
export function createLinks(): Links {
  return {
    onAccountChange: () => {},
    onRequest: () => {},
    onAway: () => {},
    onReturn: () => {},
    onScreenVisible: () => {},
    handleShortcut: () => {},
    execute: () => {},
    onWindowOpen: () => {},
    isWindowVisible: () => false,
    nextReturnAt: () => null,
    trayBounds: () => ({ x: 0, y: 0, width: 0, height: 0 }),
  };
}
