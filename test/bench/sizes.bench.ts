import { test } from '@playwright/test';
import { record } from '../support/bench/record.ts';
import { distSizes, MOST, type DistSizes } from '../support/dist-sizes.ts';

const words: Record<keyof DistSizes, string> = {
  firstLoadScript: 'window: JavaScript of the first load, gzip',
  firstLoadStyle: 'window: CSS of the first load, gzip',
  mainAndPreload: 'main and preload bundles, minified',
  mainAtStart: '… of it, what is loaded before the tray is there',
  packageAdds: "what the package adds to Electron's own size",
};

test('sizes', () => {
  const sizes = distSizes();
  for (const [index, [name, what]] of Object.entries(words).entries()) {
    const key = name as keyof DistSizes;
    record({
      order: 15 + index / 10,
      what,
      unit: 'kB',
      target: { most: MOST[key] },
      samples: { Standby: [sizes[key]] },
      note: 'also asserted by `npm test`',
    });
  }
});
