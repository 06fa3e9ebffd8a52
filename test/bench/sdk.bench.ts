import { test } from '@playwright/test';
import { folderFrom, load, numberFrom } from '../support/bench/node-program.ts';
import { record } from '../support/bench/record.ts';
import { alternate } from '../support/bench/rounds.ts';

const client = `${folderFrom('BENCH_PARTS')}/client.cjs`;
const signature = `${folderFrom('BENCH_PARTS')}/signature.cjs`;
const sdk = folderFrom('BENCH_SDK');
const product = `${sdk}/tencentcloud/ccc/v20200210/ccc_client.js`;

test('import of the client, cold', async () => {
  const timeOf = (file: string) => () =>
    numberFrom(`const begin = performance.now(); ${load(file)}; console.log(performance.now() - begin);`);
  const memoryOf = (file: string) => () =>
    numberFrom(
      `const rss = () => process.memoryUsage.rss() / 2 ** 20; const begin = rss(); ${load(file)}; console.log(rss() - begin);`,
    );
  const target = { ratioTo: 'SDK', most: 0.1 };
  const note =
    'each in a Node of its own; the SDK as its documents import it, and by the path of the product';
  const measured = [
    { order: 12, what: 'import of the client, cold', unit: 'ms', of: timeOf },
    { order: 13, what: 'memory that the import takes', unit: 'MB', of: memoryOf },
  ];
  for (const { order, what, unit, of } of measured) {
    const samples = await alternate(
      { Standby: of(client), SDK: of(sdk), 'SDK, one product': of(product) },
      11,
    );
    record({ order, what, unit, target, samples, note });
  }
});

test('the signature of a body of 1 kB', async () => {
  const batch = 2_000;
  const body = JSON.stringify({ SdkAppId: 1400000000, Text: 'x'.repeat(984) });
  const timed = (setUp: string, once: string) => () =>
    numberFrom(`${setUp}
      const run = () => { for (let n = 0; n < ${batch}; n += 1) { ${once} } };
      run(); run(); run();
      const begin = performance.now(); run();
      console.log((performance.now() - begin) / ${batch} * 1000);`);
  const key = `const secretId = 'AKID'.padEnd(36, 'x'), secretKey = 'k'.repeat(32), timestamp = 1767225600, body = ${JSON.stringify(body)};`;
  const ours = timed(
    `${key} const { signRequest } = ${load(signature)};
     const bytes = new TextEncoder().encode(body);`,
    `signRequest({ method: 'POST', query: '', body: bytes, headers: {
       'Content-Type': 'application/json; charset=utf-8', 'X-TC-Action': 'SetStaffStatus',
       Host: 'ccc.intl.tencentcloudapi.com' } }, { service: 'ccc', timestamp }, { secretId, secretKey });`,
  );
  const theirs = timed(
    `${key} const Sign = ${load(`${sdk}/tencentcloud/common/sign.js`)};
     const bytes = Buffer.from(body);`,
    `Sign.sign3({ method: 'POST', url: 'https://ccc.intl.tencentcloudapi.com/', payload: bytes, timestamp,
       service: 'ccc', secretId, secretKey, headers: { 'Content-Type': 'application/json' } });`,
  );
  record({
    order: 14,
    what: 'signature, 1 kB body',
    unit: 'µs',
    target: { ratioTo: 'SDK', most: 1 },
    samples: await alternate({ Standby: ours, SDK: theirs }, 11),
    note: 'TC3 both; Standby signs one header more; no derived key is kept',
  });
});
