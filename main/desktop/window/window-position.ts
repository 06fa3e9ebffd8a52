/** Computes the window's position: beside the tray icon, and entirely on the screen. Pure. */

export type Rectangle = { x: number; y: number; width: number; height: number };
export type Size = { width: number; height: number };

const GAP = 8;

/**
 * @param anchor the tray icon, or the pointer as an empty rectangle where the desktop does not report the icon's position
 * @param workArea the screen without panels
 * @returns the window's upper left corner, in whole pixels
 */
export function positionNear(anchor: Rectangle, window: Size, workArea: Rectangle): { x: number; y: number } {
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

/** Distance to the edges of the screen; smaller if there is not enough space. */
function gapFor(length: number, available: number): number {
  return Math.max(0, Math.min(GAP, Math.floor((available - length) / 2)));
}

/** The window's size on a screen: its preferred size, or what fits into the work area. */
export function fitSize(preferred: Size, workArea: Size): Size {
  return {
    width: Math.max(1, Math.min(preferred.width, workArea.width)),
    height: Math.max(1, Math.min(preferred.height, workArea.height)),
  };
}

/** Moves a window by the smallest distance that puts it entirely on the screen. */
export function moveInto(window: Rectangle, preferred: Size, workArea: Rectangle): Rectangle {
  const size = fitSize(preferred, workArea);
  return {
    ...size,
    x: clamp(window.x, workArea.x, workArea.x + workArea.width - size.width),
    y: clamp(window.y, workArea.y, workArea.y + workArea.height - size.height),
  };
}

/** On a screen smaller than the window the upper left corner stays visible. */
function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
