import { expect, test } from 'vitest';
import { distSizes, MOST } from '../support/dist-sizes.ts';

// `npm test` has built dist/ before.
test.each(Object.entries(distSizes()))('the built app stays small: %s', (name, size) => {
  expect(size).toBeLessThanOrEqual(MOST[name as keyof typeof MOST]);
});
