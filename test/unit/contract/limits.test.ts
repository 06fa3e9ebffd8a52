import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { invocationNames } from '../../../preload/contract/channels.ts';
import * as day from '../../../preload/contract/day.ts';
import { invocations } from '../../../preload/contract/index.ts';
import * as inputs from '../../../preload/contract/inputs.ts';
import * as notice from '../../../preload/contract/notice.ts';
import * as preferences from '../../../preload/contract/preferences.ts';
import * as settings from '../../../preload/contract/settings.ts';
import * as state from '../../../preload/contract/state.ts';
import * as vocabulary from '../../../preload/contract/vocabulary.ts';
import { reasonProblem } from '../../../main/settings/reason.ts';

type Schema = z.core.$ZodType;

/** No text or list of the contract may be longer than that, whatever it is. */
const HIGHEST_LIMIT = 32_767;

/** Shapes that have a size of their own: one value, or one of a few. */
const bounded = new Set([
  'undefined',
  'void',
  'null',
  'boolean',
  'number',
  'int',
  'enum',
  'literal',
  'never',
]);

/** Every place below a schema where something without a limit is taken. */
function unboundedIn(schema: Schema, path: string, seen = new Set<Schema>()): string[] {
  if (seen.has(schema)) return [];
  seen.add(schema);
  const { def } = schema._zod;
  const inside = (inner: Schema, step: string) => unboundedIn(inner, `${path}${step}`, seen);
  if (bounded.has(def.type)) return [];
  if (schema instanceof z.core.$ZodString) return isLimited(schema) ? [] : [path];
  if (schema instanceof z.core.$ZodArray) {
    return [...(isLimited(schema) ? [] : [`${path}[]`]), ...inside(schema._zod.def.element, '[]')];
  }
  if (schema instanceof z.core.$ZodObject) {
    const { shape, catchall } = schema._zod.def;
    return [
      ...Object.entries(shape).flatMap(([name, field]) => inside(field, `.${name}`)),
      ...(catchall ? inside(catchall, '.*') : []),
    ];
  }
  if (schema instanceof z.core.$ZodUnion) {
    return schema._zod.def.options.flatMap((option, index) => inside(option, `|${index}`));
  }
  if (schema instanceof z.core.$ZodRecord) {
    const { keyType, valueType } = schema._zod.def;
    const keys = keyType._zod.values;
    return [...(keys && keys.size > 0 ? [] : [`${path}{}`]), ...inside(valueType, '{}')];
  }
  if (schema instanceof z.core.$ZodNullable || schema instanceof z.core.$ZodOptional) {
    return inside(schema._zod.def.innerType, '');
  }
  // Of what a function decides, nothing can be read: it is tried out.
  if (schema instanceof z.core.$ZodCustom)
    return giants.filter((giant) => takes(schema, giant)).map(() => path);
  // `unknown`, `any`, and whatever kind of schema this does not know yet.
  return [`${path}: ${def.type}`];
}

/** Whether its length is the first thing that is looked at, and the last where it is too long. */
function isLimited(schema: z.core.$ZodString | z.core.$ZodArray): boolean {
  const [first, ...others] = schema._zod.def.checks ?? [];
  if (!(first instanceof z.core.$ZodCheckMaxLength)) return false;
  const { maximum, abort } = first._zod.def;
  return maximum <= HIGHEST_LIMIT && (others.length === 0 || abort === true);
}

const giants: unknown[] = [
  'x'.repeat(HIGHEST_LIMIT + 1),
  Array.from({ length: HIGHEST_LIMIT + 1 }, () => 'x'),
  Object.fromEntries(Array.from({ length: HIGHEST_LIMIT + 1 }, (_, index) => [`key${index}`, 'x'])),
  { key: 'x'.repeat(HIGHEST_LIMIT + 1) },
  { key: { key: 'x'.repeat(HIGHEST_LIMIT + 1) } },
  Array.from({ length: 10_000 }).reduce<unknown>((inner) => ({ inner }), 'x'),
];

function takes(schema: Schema, value: unknown): boolean {
  return z.safeParse(schema, value).success;
}

describe('every text and every list has a limit', () => {
  test.each(invocationNames)('of what goes through the channel %s, both ways', (name) => {
    const { input, output } = invocations[name];
    expect([...unboundedIn(input, 'input'), ...unboundedIn(output, 'output')]).toEqual([]);
  });

  const exported = [day, inputs, notice, preferences, settings, state, vocabulary].flatMap((module) =>
    Object.entries(module).flatMap(([name, value]) =>
      value instanceof z.core.$ZodType ? [[name, value] as const] : [],
    ),
  );
  test.each(exported)('of the schema %s', (name, schema) => {
    expect(unboundedIn(schema, name)).toEqual([]);
  });
});

test.each<[what: string, schema: z.ZodMiniType]>([
  ['a text', z.string()],
  ['a text with a pattern that has no end', z.string().check(z.regex(/^(a-)*$/))],
  ['a text whose pattern is tried however long it is', z.string().check(z.maxLength(9), z.regex(/^(a-)*$/))],
  ['a text with a limit that limits nothing', z.string().check(z.maxLength(1e9))],
  ['a list', z.array(z.boolean())],
  ['a text in a list in a union', z.union([z.null(), z.array(z.string()).check(z.maxLength(3))])],
  ['a record of any keys', z.record(z.string().check(z.maxLength(5)), z.boolean())],
  ['anything', z.object({ any: z.unknown() })],
  ['an object with room for more', z.looseObject({})],
  ['what a function takes', z.custom((value) => typeof value === 'string')],
  ['what is looked up later', z.lazy(() => z.string())],
])('the test above finds %s', (_what, schema) => {
  expect(unboundedIn(schema, 'it')).not.toEqual([]);
});

test('texts of 20,000,000 characters are refused at once, wherever they stand', () => {
  const giant = '长'.repeat(20_000_000);
  const started = performance.now();
  const budget = { status: 'rest', reason: giant, breakMinutes: 5, dayMinutes: null };
  const away = { status: 'rest', reason: giant };
  const valid = preferences.DEFAULT_PREFERENCES;
  expect(invocations.choose.input.safeParse(away).success).toBe(false);
  for (const change of [
    { budgets: [budget] },
    { whenLocked: away },
    { whenIdle: { minutes: 5, choice: away } },
  ]) {
    expect(invocations.savePreferences.input.safeParse({ ...valid, ...change }).success).toBe(false);
  }
  for (const edit of [
    { do: 'add', status: 'rest', reason: giant },
    { do: 'rename', status: 'rest', reason: 'Lunch', to: giant },
    { do: 'remove', status: 'rest', reason: giant },
  ]) {
    expect(invocations.editReasons.input.safeParse(edit).success).toBe(false);
  }
  expect(invocations.getTexts.input.safeParse(`en${'-aaaaaaaa'.repeat(1_000_000)}`).success).toBe(false);
  // One that comes by another way, in a file of reasons or a policy.
  expect(reasonProblem(giant)).toBe('reasonTooLong');
  // Counting the characters of one of them took 9 s.
  expect(performance.now() - started).toBeLessThan(5_000);
});

test('a reason of 60 emoji, each made of seven code points, is taken', () => {
  const family = '\u{1F469}\u200D\u{1F469}\u200D\u{1F467}\u200D\u{1F466}'.repeat(inputs.REASON_MAX);
  expect(invocations.choose.input.safeParse({ status: 'rest', reason: family }).success).toBe(true);
  expect(reasonProblem(family)).toBe(null);
});
