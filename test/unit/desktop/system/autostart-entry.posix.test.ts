import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import {
  autostartEntry,
  configHome,
  isEnabled,
  getProgram,
} from '../../../../main/desktop/system/autostart-entry.ts';

/** Unescapes a string of a desktop entry, and then a quoted argument. */
function argumentsOf(entry: string): string[] {
  const exec = /^Exec=(.*)$/m.exec(entry)?.[1] ?? '';
  const unescaped = exec.replaceAll('\\\\', '\\').replaceAll('%%', '%');
  // A shell parses quoted arguments as the specification says.
  const printed = execFileSync('sh', ['-c', `for word in ${unescaped}; do printf '%s\\0' "$word"; done`]);
  return printed.toString().split('\0').slice(0, -1);
}

test.each([
  [['/opt/Standby/standby']],
  [['/home/me/My Apps/Stand by.AppImage']],
  [['/opt/a"b`c$d\\e/standby', '100%', "it's"]],
])('the entry starts %j', (command) => {
  expect(argumentsOf(autostartEntry('Standby', command))).toEqual(command);
  expect(getProgram(autostartEntry('Standby', command))).toBe(command[0]);
});

test('an entry is enabled until the desktop disables it', () => {
  const entry = autostartEntry('Standby', ['/opt/standby']);
  expect(isEnabled(entry)).toBe(true);
  expect(isEnabled(`${entry}Hidden=true\n`)).toBe(false);
  expect(isEnabled(`${entry}Hidden = True\n`)).toBe(false);
  expect(isEnabled(entry.replace('enabled=true', 'enabled=false'))).toBe(false);
  expect(isEnabled(`${entry}Hidden=false\n`)).toBe(true);
});

test.each([
  ['Exec=/opt/standby --hidden\n', '/opt/standby'],
  ['Exec = standby %U\n', 'standby'],
  ['Name=Standby\n', null],
])('the entry %j has the program %j', (entry, program) => expect(getProgram(entry)).toBe(program));

test.each([[undefined], [''], ['relative/folder'], ['.']])('XDG_CONFIG_HOME %j counts as unset', (folder) => {
  expect(configHome({ XDG_CONFIG_HOME: folder }, '/home/me')).toBe('/home/me/.config');
});

test('an absolute XDG_CONFIG_HOME is the configuration folder', () => {
  expect(configHome({ XDG_CONFIG_HOME: '/srv/me' }, '/home/me')).toBe('/srv/me');
});
