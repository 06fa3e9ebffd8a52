/** docs/managed-settings.md and its Chinese version say what the policy's schema says. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'jsonc-parser';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { policyJsonSchema } from '../../../main/settings/policy/policy-json-schema.ts';
import { policySchema } from '../../../main/settings/policy/policy-schema.ts';
import { RENAMED_SETTINGS } from '../../../main/settings/policy/renamed-settings.ts';
import { languages } from '../../support/texts.ts';
import { isWindows } from '../../support/unit/posix.ts';

const tags = languages.all().map(({ tag }) => tag);
const schema = policySchema(tags);
const { $schema: _ofEditors, ...properties } = z
  .record(z.string(), z.object({ description: z.string() }))
  .parse(policyJsonSchema(tags).properties);

const readPage = (name: string) => readFileSync(join(import.meta.dirname, '../../../docs', name), 'utf8');
const english = readPage('managed-settings.md');
const chinese = readPage('managed-settings.zh-CN.md');

/** The cells of the table whose header starts with this word. */
function tableRows(page: string, header: string): string[][] {
  const [, table = ''] = new RegExp(`^\\| ${header} .*\\n\\|[ -|]*\\n((?:\\|.*\\n)+)`, 'm').exec(page) ?? [];
  const rows = table.trim().split('\n');
  return rows.map((row) => row.split('|').map((cell) => cell.trim()));
}

/** The rows of the table of settings: name, description, values. */
function settingRows(page: string, header: string) {
  return tableRows(page, header).map(([, name = '', description = '', values = '']) => ({
    name: name.replaceAll('`', ''),
    description,
    values: [...values.matchAll(/`([^`]+)`/g)].map(([, value = '']) => value),
  }));
}

/** Values that a table calls by other words in each language, such as the names of reasons. */
const withoutHan = (value: string) => value.replaceAll(/"\p{Script=Han}+"|"Lunch"|"Meeting"/gu, '"…"');

const settings = settingRows(english, 'setting');
const chineseSettings = settingRows(chinese, '设置');

test('the table has every setting of the schema, with its description', () => {
  expect(settings.map(({ name, description }) => [name, description])).toEqual(
    Object.entries(properties).map(([name, { description }]) => [name, description]),
  );
});

test('the Chinese table has the same settings with the same values, and describes each in Chinese', () => {
  expect(chineseSettings.map(({ name, values }) => [name, values.map(withoutHan)])).toEqual(
    settings.map(({ name, values }) => [name, values.map(withoutHan)]),
  );
  for (const { name, description } of chineseSettings) {
    expect(description, name).toMatch(/\p{Script=Han}.*。$/u);
  }
});

test('the Chinese page has the sections and the locations of the English one', () => {
  const levels = (page: string) => [...page.matchAll(/^(#+) /gm)].map(([, level = '']) => level.length);
  const locations = (page: string) =>
    [...page.matchAll(/`([^`]*(?:standby\/policy\.json|Standby\/policy\.json|Policies\\Standby))`/g)].map(
      ([, location]) => location,
    );
  expect(levels(chinese)).toEqual(levels(english));
  expect(locations(chinese)).toEqual(locations(english));
  expect(locations(english)).toHaveLength(3);
});

describe.each([
  { page: english, rows: settings, header: 'name in 0.1.0' },
  { page: chinese, rows: chineseSettings, header: '0.1.0 版的名称' },
])('the page with "$header"', ({ page, rows, header }) => {
  // The schema accepts the paths of the system that it runs on.
  test.each(rows.filter(({ name }) => !isWindows || name !== 'onStatus'))(
    'gives values of $name that can be set',
    ({ name, values }) => {
      for (const value of values) {
        const policy = { [name]: parse(value) as unknown };
        expect(schema.safeParse(policy), value).toMatchObject({ success: true });
      }
    },
  );

  test.skipIf(isWindows)('has a valid policy as its example, on systems that have its paths', () => {
    const [, example = ''] = /```json\n([^]*?)```/.exec(page) ?? [];
    const { $schema: _schema, ...policy } = z.looseObject({}).parse(parse(example));
    expect(Object.keys(policy).length).toBeGreaterThan(3);
    expect(schema.safeParse(policy).success).toBe(true);
  });

  test('lists the names of version 0.1.0 that are still read', () => {
    const names = tableRows(page, header).map((cells) =>
      cells.slice(1, 3).map((cell) => cell.replaceAll('`', '')),
    );
    expect(names).toEqual([...RENAMED_SETTINGS]);
  });
});
