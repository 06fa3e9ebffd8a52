import { expect, test } from 'vitest';
import { measureDistSizes, MAX_SIZES } from '../support/dist-sizes.ts';

// `npm test` has built dist/ before.
test.each(Object.entries(measureDistSizes()))('the built app stays small: %s', (name, size) => {
  expect(size).toBeLessThanOrEqual(MAX_SIZES[name as keyof typeof MAX_SIZES]);
});
