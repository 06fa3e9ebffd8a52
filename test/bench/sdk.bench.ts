import { test } from '@playwright/test';
import { folderFrom, load, numberFrom } from '../support/bench/node-program.ts';
import { BODY, KEY_LINE, signProgram, timeBatchProgram } from '../support/bench/programs.ts';
import { recordResult } from '../support/bench/record.ts';
import { alternate } from '../support/bench/rounds.ts';

const parts = folderFrom('BENCH_PARTS');
const client = `${parts}/client.cjs`;
const sdk = folderFrom('BENCH_SDK');
const product = `${sdk}/tencentcloud/ccc/v20200210/ccc_client.js`;

test('time to import the client, without caches', async () => {
  const importTimeProgram = (file: string) => () =>
    numberFrom(`const begin = performance.now(); ${load(file)}; console.log(performance.now() - begin);`);
  const importMemoryProgram = (file: string) => () =>
    numberFrom(
      `const rss = () => process.memoryUsage.rss() / 2 ** 20; const begin = rss(); ${load(file)}; console.log(rss() - begin);`,
    );
  const target = { ratioTo: 'SDK', max: 0.1 };
  const note =
    'each in a Node of its own; the SDK as its documents import it, and by the path of the product';
  const measured = [
    { order: 12, what: 'import of the client, cold', unit: 'ms', of: importTimeProgram },
    { order: 13, what: 'memory that the import takes', unit: 'MB', of: importMemoryProgram },
  ];
  for (const { order, what, unit, of } of measured) {
    const samples = await alternate(
      { Standby: of(client), SDK: of(sdk), 'SDK, one product': of(product) },
      11,
    );
    recordResult({ order, what, unit, target, samples, note });
  }
});

test('time to sign a body of 1 kB', async () => {
  const batch = 2_000;
  const sdkProgram = timeBatchProgram(
    `${KEY_LINE} const timestamp = 1767225600;
     const Sign = ${load(`${sdk}/tencentcloud/common/sign.js`)};
     const bytes = Buffer.from(${JSON.stringify(BODY)});`,
    `Sign.sign3({ method: 'POST', url: 'https://ccc.intl.tencentcloudapi.com/', payload: bytes, timestamp,
       service: 'ccc', secretId, secretKey, headers: { 'Content-Type': 'application/json' } });`,
    batch,
  );
  recordResult({
    order: 14,
    what: 'signature, 1 kB body',
    unit: 'µs',
    target: { ratioTo: 'SDK', max: 1 },
    samples: await alternate(
      { Standby: () => numberFrom(signProgram(parts, batch)), SDK: () => numberFrom(sdkProgram) },
      11,
    ),
    note: 'TC3 both; Standby signs one header more; no derived key is kept',
  });
});
