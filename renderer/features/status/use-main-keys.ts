import { useEffect } from 'react';
import { api } from '../../api.ts';
import { confirmedStatus, settableStatuses } from '../../status-view.ts';
import { getAppState } from '../../store.ts';

/**
 * Keys of the main view: 1, 2 and 3 request a status; arrows move the focus over tiles and reasons; a letter moves it to the
 * next reason that begins with it. Enter presses the focused button, as everywhere.
 */
export function useMainKeys(): void {
  useEffect(() => {
    window.addEventListener('keydown', handleKey);
    return () => window.removeEventListener('keydown', handleKey);
  }, []);
}

function handleKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target instanceof HTMLElement && event.target.closest('input, select, textarea') !== null) return;
  const index = digitIndex(event);
  const status = index === null ? undefined : settableStatuses[index];
  if (status !== undefined) {
    event.preventDefault();
    // A held key requests once.
    if (!event.repeat) void api.status.request({ status, reason: '', minutes: null });
    return;
  }
  const target = arrowTarget(event.key) ?? letterTarget(event.key);
  if (target === null) return;
  event.preventDefault();
  target.focus();
}

/** The position of the digit 1, 2 or 3, also on layouts that type it with Shift, and on the number pad. */
function digitIndex({ key, code, shiftKey }: KeyboardEvent): number | null {
  const digit = /^[123]$/.exec(key)?.[0] ?? (shiftKey ? null : /^Digit([123])$/.exec(code)?.[1]);
  return digit == null ? null : Number(digit) - 1;
}

/** Tiles and reasons by column, from top to bottom: Free has no reasons. */
function columns(): HTMLElement[][] {
  const tiles = [...document.querySelectorAll<HTMLElement>('.tiles > button')];
  const reasons = [...document.querySelectorAll('.reason-columns > section')].map((section) => [
    ...section.querySelectorAll<HTMLElement>('button'),
  ]);
  const firstWithReasons = tiles.length - reasons.length;
  return tiles.map((tile, index) => [tile, ...(reasons[index - firstWithReasons] ?? [])]);
}

const steps: Partial<Record<string, [column: number, row: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The button that an arrow key leads to; without a focused one, the tile of the status. */
function arrowTarget(key: string): HTMLElement | null {
  const step = steps[key];
  if (step === undefined) return null;
  const all = columns();
  const column = all.findIndex((buttons) => buttons.some((button) => button === document.activeElement));
  if (column === -1) return currentTile(all);
  const row = all[column]?.findIndex((button) => button === document.activeElement) ?? 0;
  const nextColumn = all[clamp(column + step[0], all.length)] ?? [];
  return nextColumn[clamp(row + step[1], nextColumn.length)] ?? null;
}

function currentTile(all: HTMLElement[][]): HTMLElement | null {
  const status = confirmedStatus(getAppState().agent)?.status;
  const column = settableStatuses.findIndex((each) => each === status);
  return all[Math.max(0, column)]?.[0] ?? null;
}

function clamp(index: number, length: number): number {
  return Math.max(0, Math.min(index, length - 1));
}

/** The next reason after the focused one that begins with the letter. */
function letterTarget(key: string): HTMLElement | null {
  if (!/^\p{Letter}$/u.test(key)) return null;
  const reasons = [...document.querySelectorAll<HTMLElement>('.reason-button')];
  const focused = reasons.findIndex((button) => button === document.activeElement);
  const fromNext = [...reasons.slice(focused + 1), ...reasons.slice(0, focused + 1)];
  const letter = key.toLocaleLowerCase();
  return fromNext.find(({ textContent }) => textContent.toLocaleLowerCase().startsWith(letter)) ?? null;
}
