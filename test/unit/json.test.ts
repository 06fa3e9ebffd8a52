import fc from 'fast-check';
import { visit } from 'jsonc-parser';
import { describe, expect, it } from 'vitest';
import { jsonExcess, readJson } from '../../main/json.ts';

const limits = { longest: 1_000, deepest: 3, most: 10 };

describe('JSON within limits', () => {
  it.each<[string, string, number]>([
    ['[[[[0]]]]', 'tooDeep', 3],
    ['{"a":{"b":{"c":{}}}}', 'tooDeep', 15],
    ['{"a":[{"c":[]}]}', 'tooDeep', 11],
    ['['.repeat(5_000), 'tooMany', 0],
    ['[0,0,0,0,0,0,0,0,0,0,0]', 'tooMany', 20],
    ['[{},{},{},{},{},{}]', 'tooMany', 15],
    [`"${'x'.repeat(1_000)}"`, 'tooLong', 1_000],
  ])('%s is %s, from character %i on', (text, problem, offset) => {
    const allowed =
      problem === 'tooMany' && offset === 0 ? { ...limits, longest: 10_000, deepest: 10_000 } : limits;
    const excess = jsonExcess(text, allowed);
    expect(excess?.problem).toBe(problem);
    if (offset > 0) expect(excess?.offset).toBe(offset);
    expect(readJson(text, allowed)).toMatchObject({ ok: false, problem });
  });

  it.each([
    '[[[0]]]',
    '[[],[],[[]]]',
    '[0,0,0,0,0,0,0,0,0,0]',
    '{"a":"[[[[[[[[[[","b":"{{{{,,,,,,,,,,,,,,,,"}',
    '{"a":"\\"[[[[","b":"\\\\"}',
    '"a // [[[[ text"',
    `"${'x'.repeat(998)}"`,
  ])('%s is read', (text) => {
    expect(readJson(text, limits)).toEqual({ ok: true, value: JSON.parse(text) as unknown });
  });

  it.each(['', '{', '"', '"\\', '/', '/*', '[0', 'nothing', ']]]]]]', '[0] // a comment'])(
    '%j is no JSON, and that is said',
    (text) => {
      expect(readJson(text, limits)).toMatchObject({ ok: false, problem: 'notJson' });
    },
  );

  it('skips comments where a format allows them', () => {
    expect(jsonExcess('[ // [[[[ isn"t\n /* [[[[ " */ [["/*"]]]', limits)).toBeNull();
    expect(jsonExcess('[ // "\n [ /* " */ [ [', limits)).toMatchObject({ problem: 'tooDeep' });
    expect(jsonExcess('[ "broken off \n [ [ [', limits)).toMatchObject({ problem: 'tooDeep' });
  });

  it('sees as many levels as the parser of policy files does, in any text', () => {
    const pieces = fc.constantFrom(
      '[',
      ']',
      '{',
      '}',
      '"',
      '\\',
      '/',
      '*',
      '//',
      '/*',
      '*/',
      '\n',
      '\r',
      ',',
      ':',
      'x',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
        const text = parts.join('');
        fc.pre(jsonExcess(text, { longest: 1_000, deepest: 3, most: 1_000 }) === null);
        let depth = 0;
        let deepest = 0;
        const down = () => void (deepest = Math.max(deepest, (depth += 1)));
        const up = () => void (depth -= 1);
        visit(text, { onObjectBegin: down, onArrayBegin: down, onObjectEnd: up, onArrayEnd: up });
        // A stray closing bracket ends nothing for the parser.
        expect(deepest).toBeLessThanOrEqual(3 + (text.match(/[\]}]/g)?.length ?? 0));
      }),
      { numRuns: 2_000 },
    );
  });
});

it('a hundred million levels are refused within moments', () => {
  expect(readJson('['.repeat(900_000))).toMatchObject({ ok: false, problem: 'tooDeep' });
});
