import { test } from '@playwright/test';
import { recordResult } from '../support/bench/record.ts';
import { measureDistSizes, MAX_SIZES, type DistSizes } from '../support/dist-sizes.ts';

const labels: Record<keyof DistSizes, string> = {
  firstLoadScript: 'window: JavaScript of the first load, gzip',
  firstLoadStyle: 'window: CSS of the first load, gzip',
  mainAndPreload: 'main and preload bundles, minified',
  mainAtStart: '… of it, what is loaded before the tray is there',
  packageAdds: "what the package adds to Electron's own size",
};

test('sizes of the built files', () => {
  const sizes = measureDistSizes();
  for (const [index, [name, what]] of Object.entries(labels).entries()) {
    const key = name as keyof DistSizes;
    recordResult({
      order: 15 + index / 10,
      what,
      unit: 'kB',
      target: { max: MAX_SIZES[key] },
      samples: { Standby: [sizes[key]] },
      note: 'also asserted by `npm test`',
    });
  }
});
