/** Reads and writes the text of an XDG autostart entry on Linux. Pure. https://specifications.freedesktop.org/autostart-spec */

import { posix } from 'node:path';

/**
 * @param command the executable and its arguments
 * @returns a desktop entry that starts the app at login
 */
export function autostartEntry(name: string, command: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    `Name=${name}`,
    `Exec=${command.map(quoteArgument).join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/** Whether an entry is enabled: desktops disable one by adding a line instead of removing the file. */
export function isEnabled(entry: string): boolean {
  const lines = entry.split('\n').map((line) => line.replaceAll(' ', '').trim().toLowerCase());
  return !lines.includes('hidden=true') && !lines.includes('x-gnome-autostart-enabled=false');
}

/** The executable of an entry, unescaped; null if there is none. */
export function getProgram(entry: string): string | null {
  const line = /^Exec[ \t]*=[ \t]*(.*)$/m.exec(entry)?.[1]?.trim() ?? '';
  const argument = line.replaceAll('\\\\', '\\');
  const quotedArgument = /^"((?:[^"\\]|\\.)*)"/.exec(argument)?.[1];
  const program = quotedArgument?.replace(/\\(.)/g, '$1') ?? argument.split(/[ \t]/)[0] ?? '';
  return program === '' ? null : program.replaceAll('%%', '%');
}

/**
 * The user's configuration folder. An empty variable, or one that is not an absolute path, counts as unset.
 * https://specifications.freedesktop.org/basedir-spec
 */
export function configHome({ XDG_CONFIG_HOME: folder = '' }: NodeJS.ProcessEnv, home: string): string {
  return posix.isAbsolute(folder) ? folder : posix.join(home, '.config');
}

/**
 * Quotes an argument of an Exec line. It is unescaped twice, first as a desktop entry string and then as a quoted argument,
 * and "%" begins a field code.
 */
function quoteArgument(argument: string): string {
  const inQuotes = argument.replace(/["`$\\]/g, '\\$&');
  return `"${inQuotes.replaceAll('\\', '\\\\').replaceAll('%', '%%')}"`;
}
