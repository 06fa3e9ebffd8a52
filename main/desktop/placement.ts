/** Where the window goes: beside the tray icon, whole on the screen. Pure. */

export type Rectangle = { x: number; y: number; width: number; height: number };
export type Size = { width: number; height: number };

const GAP = 8;

/**
 * @param anchor the tray icon, or the pointer as a rectangle of no size where the desktop does not tell
 * @param workArea the part of that screen which panels leave free
 * @returns the window's upper left corner, in whole pixels
 */
export function placeNear(anchor: Rectangle, window: Size, workArea: Rectangle): { x: number; y: number } {
  const middle = anchor.x + anchor.width / 2 - window.width / 2;
  const below = anchor.y + anchor.height + GAP;
  const above = anchor.y - window.height - GAP;
  const inLowerHalf = anchor.y > workArea.y + workArea.height / 2;
  return {
    x: Math.round(clamp(middle, workArea.x + GAP, workArea.x + workArea.width - window.width - GAP)),
    y: Math.round(
      clamp(
        inLowerHalf ? above : below,
        workArea.y + GAP,
        workArea.y + workArea.height - window.height - GAP,
      ),
    ),
  };
}

/** On a screen smaller than the window the upper left corner wins: that is where reading begins. */
function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
