/** Computes the window's position: beside the tray icon, and entirely on the screen. Pure. */

export type Rectangle = { x: number; y: number; width: number; height: number };
export type Size = { width: number; height: number };

const GAP = 8;

/** A screen, and the part of it without panels. */
export type Screen = { bounds: Rectangle; workArea: Rectangle };

/**
 * Where the tray icon probably is, for a desktop that does not report its position: at the pointer, if that is on a panel;
 * otherwise at the end of the widest panel, where trays are. A pointer elsewhere did not click the icon: on X11 Electron does not
 * notice its movements outside of its own windows (electron#42519, open since Electron 29).
 * @returns an empty rectangle
 */
export function guessIconPosition(
  pointer: { x: number; y: number },
  { bounds, workArea }: Screen,
): Rectangle {
  const empty = { width: 0, height: 0 };
  if (contains(bounds, pointer) && !contains(workArea, pointer)) return { ...pointer, ...empty };
  const right = bounds.x + bounds.width;
  const bottom = bounds.y + bounds.height;
  const panels = [
    { x: right, y: bounds.y, size: workArea.y - bounds.y },
    { x: right, y: bottom, size: bottom - workArea.y - workArea.height },
    { x: bounds.x, y: bottom, size: workArea.x - bounds.x },
    { x: right, y: bottom, size: right - workArea.x - workArea.width },
  ];
  const { x, y, size } = panels.reduce((widest, panel) => (panel.size > widest.size ? panel : widest));
  return size > 0 ? { x, y, ...empty } : { ...pointer, ...empty };
}

function contains({ x, y, width, height }: Rectangle, point: { x: number; y: number }): boolean {
  return point.x >= x && point.x < x + width && point.y >= y && point.y < y + height;
}

/**
 * @param anchor the tray icon, or an empty rectangle where the desktop does not report its position
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
