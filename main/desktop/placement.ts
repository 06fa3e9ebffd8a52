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
  const gapX = gapFor(window.width, workArea.width);
  const gapY = gapFor(window.height, workArea.height);
  return {
    x: Math.round(clamp(middle, workArea.x + gapX, workArea.x + workArea.width - window.width - gapX)),
    y: Math.round(
      clamp(
        inLowerHalf ? above : below,
        workArea.y + gapY,
        workArea.y + workArea.height - window.height - gapY,
      ),
    ),
  };
}

/** The distance to the edges of the screen, where there is room for one. */
function gapFor(length: number, available: number): number {
  return Math.max(0, Math.min(GAP, Math.floor((available - length) / 2)));
}

/** The size that a window can have on a screen: the one it is made for, or what fits between its panels. */
export function fitSize(wanted: Size, workArea: Size): Size {
  return {
    width: Math.max(1, Math.min(wanted.width, workArea.width)),
    height: Math.max(1, Math.min(wanted.height, workArea.height)),
  };
}

/** A window as near to where it is as it can be with all of it on the screen. */
export function moveInto(window: Rectangle, wanted: Size, workArea: Rectangle): Rectangle {
  const size = fitSize(wanted, workArea);
  return {
    ...size,
    x: clamp(window.x, workArea.x, workArea.x + workArea.width - size.width),
    y: clamp(window.y, workArea.y, workArea.y + workArea.height - size.height),
  };
}

/** On a screen smaller than the window the upper left corner wins: that is where reading begins. */
function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
