/** Bounds what the screenshots add to every clone. */
import { readdirSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';

const FOLDER = 'test/ui/__screenshots__';
const pictures = readdirSync(FOLDER);

test('there are at most 70 screenshots', () => {
  expect(pictures.length).toBeGreaterThan(0);
  expect(pictures.length).toBeLessThanOrEqual(70);
});

test('the screenshots take at most 4 MB', () => {
  const bytes = pictures.reduce((sum, name) => sum + statSync(`${FOLDER}/${name}`).size, 0);
  expect(bytes).toBeLessThanOrEqual(4_000_000);
});
