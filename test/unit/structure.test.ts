/** Compares the source's folders and imports with the import rules. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path/posix';
import { preProcessFile } from 'typescript';
import { expect, test } from 'vitest';
import { importRules } from '../../scripts/lint/import-rules.mjs';

const programs = ['cli', 'gateway', 'main', 'preload', 'renderer', 'shared', 'simulator', 'tencent'];
const programsOfModules = ['gateway', 'main'];
const MOST_FILES_IN_A_FOLDER = 15;

const files = programs.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name.replaceAll('\\', '/'))),
);

/** The module of a file; null for the entry and composition root of a program of modules, and for files outside of modules. */
function moduleOf(file: string): string | null {
  const [top = '', second = ''] = file.split('/');
  if (!programsOfModules.includes(top)) return programs.includes(top) ? top : null;
  return second.includes('.') ? null : `${top}/${second}`;
}

const arrows = new Map<string, Set<string>>();
for (const file of files) {
  const from = moduleOf(file);
  if (from === null) continue;
  for (const { fileName } of preProcessFile(readFileSync(file, 'utf8')).importedFiles) {
    const to = fileName.startsWith('.') ? moduleOf(normalize(join(dirname(file), fileName))) : null;
    if (to !== null && to !== from) arrows.set(from, (arrows.get(from) ?? new Set()).add(to));
  }
}

test.each(Object.entries(importRules))(
  '%s imports the modules of its rule, and no others',
  (name, allowed) => {
    expect([...(arrows.get(name) ?? [])].toSorted()).toEqual(allowed.toSorted());
  },
);

test('the table in ARCHITECTURE.md shows the import rules', () => {
  const quoted = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
  const table =
    /^\| module .*\n\|[ -|]*\n((?:\|.*\n)+)/m.exec(readFileSync('ARCHITECTURE.md', 'utf8'))?.[1] ?? '';
  const rows = table
    .trim()
    .split('\n')
    .map((row) => row.split('|'))
    .map(([, module = '', purpose = '', mayImport = '']) => ({
      module: quoted(module).join(),
      purpose: purpose.trim(),
      mayImport: quoted(mayImport),
    }));
  expect(rows.map(({ module, mayImport }) => [module, mayImport])).toEqual(Object.entries(importRules));
  expect(rows.filter(({ purpose }) => purpose === '')).toEqual([]);
});

test('every file belongs to a module that has a rule', () => {
  const modules = files.map(moduleOf).filter((name) => name !== null);
  expect([...new Set(modules)].toSorted()).toEqual(Object.keys(importRules).toSorted());
});

test('no folder of the source contains too many files', () => {
  const sizes = new Map<string, number>();
  for (const file of files) sizes.set(dirname(file), (sizes.get(dirname(file)) ?? 0) + 1);
  expect([...sizes].filter(([, size]) => size > MOST_FILES_IN_A_FOLDER)).toEqual([]);
});
