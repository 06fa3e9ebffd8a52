import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { autostartEntry, configHome, isInForce, programOf } from '../../../main/desktop/autostart-entry.ts';

/** Undoes what the desktop entry specification does to a string, and what it does to a quoted argument. */
function argumentsOf(entry: string): string[] {
  const exec = /^Exec=(.*)$/m.exec(entry)?.[1] ?? '';
  const unescaped = exec.replaceAll('\\\\', '\\').replaceAll('%%', '%');
  // Quoted arguments mean to a shell what the specification says they mean.
  const printed = execFileSync('sh', ['-c', `for word in ${unescaped}; do printf '%s\\0' "$word"; done`]);
  return printed.toString().split('\0').slice(0, -1);
}

test.each([
  [['/opt/Standby/standby']],
  [['/home/me/My Apps/Stand by.AppImage']],
  [['/opt/a"b`c$d\\e/standby', '100%', "it's"]],
])('starts %j', (command) => {
  expect(argumentsOf(autostartEntry('Standby', command))).toEqual(command);
  expect(programOf(autostartEntry('Standby', command))).toBe(command[0]);
});

test('an entry is in force until the desktop switches it off', () => {
  const entry = autostartEntry('Standby', ['/opt/standby']);
  expect(isInForce(entry)).toBe(true);
  expect(isInForce(`${entry}Hidden=true\n`)).toBe(false);
  expect(isInForce(`${entry}Hidden = True\n`)).toBe(false);
  expect(isInForce(entry.replace('enabled=true', 'enabled=false'))).toBe(false);
  expect(isInForce(`${entry}Hidden=false\n`)).toBe(true);
});

test.each([
  ['Exec=/opt/standby --hidden\n', '/opt/standby'],
  ['Exec = standby %U\n', 'standby'],
  ['Name=Standby\n', null],
])('of %j the program is %j', (entry, program) => expect(programOf(entry)).toBe(program));

test.each([[undefined], [''], ['relative/folder'], ['.']])('XDG_CONFIG_HOME %j counts as unset', (folder) => {
  expect(configHome({ XDG_CONFIG_HOME: folder }, '/home/me')).toBe('/home/me/.config');
});

test('an absolute XDG_CONFIG_HOME is where settings are', () => {
  expect(configHome({ XDG_CONFIG_HOME: '/srv/me' }, '/home/me')).toBe('/srv/me');
});
