import fc from 'fast-check';
import { visit } from 'jsonc-parser';
import { describe, expect, it } from 'vitest';
import { findJsonExcess, parseJson } from '../../shared/parse-json.ts';

const limits = { maxLength: 1_000, maxDepth: 3, maxEntries: 10 };

describe('JSON within limits', () => {
  it.each<[string, string, number]>([
    ['[[[[0]]]]', 'tooDeep', 3],
    ['{"a":{"b":{"c":{}}}}', 'tooDeep', 15],
    ['{"a":[{"c":[]}]}', 'tooDeep', 11],
    ['['.repeat(5_000), 'tooMany', 0],
    ['[0,0,0,0,0,0,0,0,0,0,0]', 'tooMany', 20],
    ['[{},{},{},{},{},{}]', 'tooMany', 15],
    [`"${'x'.repeat(1_000)}"`, 'tooLong', 1_000],
  ])('%s is %s, from character %i on', (text, error, offset) => {
    const allowed =
      error === 'tooMany' && offset === 0 ? { ...limits, maxLength: 10_000, maxDepth: 10_000 } : limits;
    const found = findJsonExcess(text, allowed);
    expect(found?.error).toBe(error);
    if (offset > 0) expect(found?.offset).toBe(offset);
    expect(parseJson(text, allowed)).toMatchObject({ ok: false, error });
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
    expect(parseJson(text, limits)).toEqual({ ok: true, value: JSON.parse(text) as unknown });
  });

  it.each(['', '{', '"', '"\\', '/', '/*', '[0', 'nothing', ']]]]]]', '[0] // a comment'])(
    '%j is reported as invalid JSON',
    (text) => {
      expect(parseJson(text, limits)).toMatchObject({ ok: false, error: 'notJson' });
    },
  );

  it('comments are skipped if a format allows them', () => {
    expect(findJsonExcess('[ // [[[[ isn"t\n /* [[[[ " */ [["/*"]]]', limits)).toBeNull();
    expect(findJsonExcess('[ // "\n [ /* " */ [ [', limits)).toMatchObject({ error: 'tooDeep' });
    expect(findJsonExcess('[ "broken off \n [ [ [', limits)).toMatchObject({ error: 'tooDeep' });
  });

  it('the depth is the same as in the parser of policy files, for any text', () => {
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
        fc.pre(findJsonExcess(text, { maxLength: 1_000, maxDepth: 3, maxEntries: 1_000 }) === null);
        let depth = 0;
        let maxDepth = 0;
        const down = () => void (maxDepth = Math.max(maxDepth, (depth += 1)));
        const up = () => void (depth -= 1);
        visit(text, { onObjectBegin: down, onArrayBegin: down, onObjectEnd: up, onArrayEnd: up });
        // The parser ignores a stray closing bracket.
        expect(maxDepth).toBeLessThanOrEqual(3 + (text.match(/[\]}]/g)?.length ?? 0));
      }),
      { numRuns: 2_000 },
    );
  });
});

it('a hundred million levels are refused quickly', () => {
  expect(parseJson('['.repeat(900_000))).toMatchObject({ ok: false, error: 'tooDeep' });
});
