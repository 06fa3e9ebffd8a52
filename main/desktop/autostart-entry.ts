/** The XDG autostart entry of a Linux desktop, as text. Pure. https://specifications.freedesktop.org/autostart-spec */

import { posix } from 'node:path';

/**
 * @param command the program and its arguments
 * @returns a desktop entry that starts it when somebody logs in
 */
export function autostartEntry(name: string, command: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    `Name=${name}`,
    `Exec=${command.map(quoted).join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/** Whether an entry is in force: desktops switch one off by a line rather than by removing it. */
export function isInForce(entry: string): boolean {
  const lines = entry.split('\n').map((line) => line.replaceAll(' ', '').trim().toLowerCase());
  return !lines.includes('hidden=true') && !lines.includes('x-gnome-autostart-enabled=false');
}

/** The program that an entry starts, unescaped; null where it names none. */
export function programOf(entry: string): string | null {
  const line = /^Exec[ \t]*=[ \t]*(.*)$/m.exec(entry)?.[1]?.trim() ?? '';
  const argument = line.replaceAll('\\\\', '\\');
  const quotedArgument = /^"((?:[^"\\]|\\.)*)"/.exec(argument)?.[1];
  const program = quotedArgument?.replace(/\\(.)/g, '$1') ?? argument.split(/[ \t]/)[0] ?? '';
  return program === '' ? null : program.replaceAll('%%', '%');
}

/**
 * The folder of the user's settings. A variable that is empty or not an absolute path counts as unset.
 * https://specifications.freedesktop.org/basedir-spec
 */
export function configHome({ XDG_CONFIG_HOME: folder = '' }: NodeJS.ProcessEnv, home: string): string {
  return posix.isAbsolute(folder) ? folder : posix.join(home, '.config');
}

/**
 * An argument of an Exec line. It is unescaped twice, first as a string of a desktop entry and then as a quoted argument,
 * and "%" begins a field code.
 */
function quoted(argument: string): string {
  const inQuotes = argument.replace(/["`$\\]/g, '\\$&');
  return `"${inQuotes.replaceAll('\\', '\\\\').replaceAll('%', '%%')}"`;
}
