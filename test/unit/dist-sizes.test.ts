import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { measureDistSizes, MAX_SIZES } from '../support/dist-sizes.ts';

// `npm test` has built dist/ before.
test.each(Object.entries(measureDistSizes()))('the built app stays small: %s', (name, size) => {
  expect(size).toBeLessThanOrEqual(MAX_SIZES[name as keyof typeof MAX_SIZES]);
});

test('STS is a part of the simulator as a program, and not of the app', () => {
  const textOf = (folder: string) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.mjs'))
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join('');
  const textOfSts = 'trust policy does not allow this identity';
  expect(textOf('dist/simulator')).toContain(textOfSts);
  expect(textOf('dist/packaged')).not.toContain(textOfSts);
});
