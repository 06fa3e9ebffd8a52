import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'jsonc-parser';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { policyJsonSchema } from '../../../main/settings/policy-json-schema.ts';
import { policySchema } from '../../../main/settings/policy-schema.ts';
import { languages } from '../../support/texts.ts';

const tags = languages.all().map(({ tag }) => tag);
const page = readFileSync(join(import.meta.dirname, '../../../docs/managed-settings.md'), 'utf8');
/** The rows of the table of settings: name, description, values. */
const [, table = ''] = /^\| setting .*\n\|[ -|]*\n((?:\|.*\n)+)/m.exec(page) ?? [];
const rows = table
  .trim()
  .split('\n')
  .map((row) => row.split('|').map((cell) => cell.trim()))
  .map(([, name = '', description = '', values = '']) => ({
    name: name.replaceAll('`', ''),
    description,
    values: [...values.matchAll(/`([^`]+)`/g)].map(([, value = '']) => value),
  }));
const schema = policySchema(tags);

test('the table has every setting of the schema, in its words', () => {
  const described = z.record(z.string(), z.object({ description: z.string() }));
  const { $schema: _ofEditors, ...properties } = described.parse(policyJsonSchema(tags).properties);
  expect(rows.map(({ name, description }) => [name, description])).toEqual(
    Object.entries(properties).map(([name, { description }]) => [name, description]),
  );
});

test.each(rows)('every value that the table gives for $name can be set', ({ name, values }) => {
  for (const value of values) {
    const policy = { [name]: parse(value) as unknown };
    expect(schema.safeParse(policy), value).toMatchObject({ success: true });
  }
});

test('the example is a good policy', () => {
  const [, example = ''] = /```json\n([^]*?)```/.exec(page) ?? [];
  const { $schema: _ofEditors, ...policy } = z.looseObject({}).parse(parse(example));
  expect(Object.keys(policy).length).toBeGreaterThan(3);
  expect(schema.safeParse(policy).success).toBe(true);
});
