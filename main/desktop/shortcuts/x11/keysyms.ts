/** Maps key names of accelerators to X11 keysyms (values of X11/keysymdef.h and XF86keysym.h). */

const named = new Map<string, number>([
  ['space', 0x20],
  ['tab', 0xff09],
  ['enter', 0xff0d],
  ['escape', 0xff1b],
  ['backspace', 0xff08],
  ['delete', 0xffff],
  ['insert', 0xff63],
  ['home', 0xff50],
  ['left', 0xff51],
  ['up', 0xff52],
  ['right', 0xff53],
  ['down', 0xff54],
  ['pageup', 0xff55],
  ['pagedown', 0xff56],
  ['end', 0xff57],
  ['printscreen', 0xff61],
  ['capslock', 0xffe5],
  ['numlock', 0xff7f],
  ['scrolllock', 0xff14],
  ['volumedown', 0x1008ff11],
  ['volumemute', 0x1008ff12],
  ['volumeup', 0x1008ff13],
  ['mediaplaypause', 0x1008ff14],
  ['mediastop', 0x1008ff15],
  ['mediaprevioustrack', 0x1008ff16],
  ['medianexttrack', 0x1008ff17],
  ['nummult', 0xffaa],
  ['numadd', 0xffab],
  ['numsub', 0xffad],
  ['numdec', 0xffae],
  ['numdiv', 0xffaf],
]);
const F1 = 0xffbe;
const KP_0 = 0xffb0;
/** Keysym of the decimal key on keyboards with a decimal comma. */
const KP_SEPARATOR = 0xffac;

/** Keysyms of a key, most likely first. A single character is its own keysym, in lower case. */
export function toKeysyms(key: string): number[] {
  if (key.length === 1) return [key.charCodeAt(0)];
  const [, functionKey, digit] = /^(?:f(\d+)|num(\d))$/.exec(key) ?? [];
  if (functionKey !== undefined) return [F1 + Number(functionKey) - 1];
  if (digit !== undefined) return [KP_0 + Number(digit)];
  const keysym = named.get(key);
  if (keysym === undefined) return [];
  return key === 'numdec' ? [keysym, KP_SEPARATOR] : [keysym];
}

export const NUM_LOCK = 0xff7f;
export const SCROLL_LOCK = 0xff14;
export const ALT_LEFT = 0xffe9;
export const SUPER_LEFT = 0xffeb;
