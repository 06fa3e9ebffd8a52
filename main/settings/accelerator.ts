/** Key combinations in Electron's notation ("Control+Shift+F9"): which are fit to be global, and which are the same. Pure. */

const modifierNames: Partial<Record<string, string>> = {
  CommandOrControl: 'CommandOrControl',
  CmdOrCtrl: 'CommandOrControl',
  Ctrl: 'Control',
  Control: 'Control',
  Cmd: 'Command',
  Command: 'Command',
  Alt: 'Alt',
  Option: 'Alt',
  AltGr: 'AltGr',
  Shift: 'Shift',
  Super: 'Super',
  Meta: 'Super',
};

/** Keys that nobody types with: fit to stand alone. */
const standsAlone = /^(F1[3-9]|F2[0-4]|Media\w+|Volume\w+)$/;
const functionKey = /^F\d+$/;

/**
 * Whether keys can be a global shortcut: one key, with modifiers that typing does not use. With Shift alone only a function
 * key is fit; a letter with nothing but Shift would fire while somebody writes.
 */
export function isFit(accelerator: string): boolean {
  const { modifiers, key } = parts(accelerator);
  if (key === '' || key in modifierNames || modifiers.some((name) => !(name in modifierNames))) return false;
  if (standsAlone.test(key)) return true;
  const strong = modifiers.filter((name) => name !== 'Shift');
  return strong.length > 0 || (functionKey.test(key) && modifiers.length > 0);
}

/** Whether two notations mean the same keys. */
export function sameKeys(one: string, other: string, platform: NodeJS.Platform): boolean {
  return canonical(one, platform) === canonical(other, platform);
}

function canonical(accelerator: string, platform: NodeJS.Platform): string {
  const either = platform === 'darwin' ? 'Command' : 'Control';
  const { modifiers, key } = parts(accelerator);
  const names = modifiers
    .map((name) => modifierNames[name] ?? name)
    .map((name) => (name === 'CommandOrControl' ? either : name));
  return [...names.sort(), key.toUpperCase()].join('+');
}

function parts(accelerator: string): { modifiers: string[]; key: string } {
  const names = accelerator.split('+');
  return { modifiers: names.slice(0, -1), key: names.at(-1) ?? '' };
}
