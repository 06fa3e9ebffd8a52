import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import keytar from 'keytar';
import { KEYCHAIN_ITEM } from '../support/desktop/stored-account.ts';
import { startMeasured } from '../support/bench/apps.ts';
import { waitUntilIdle, test } from '../support/bench/fixtures.ts';
import { folderFrom, load, numbersFrom } from '../support/bench/node-program.ts';
import { switchProgram, timeSequenceProgram } from '../support/bench/programs.ts';
import { recordResult } from '../support/bench/record.ts';
import { ROUNDS } from '../support/bench/rounds.ts';
import {
  startSlowNetwork,
  startPermissiveService,
  measureRoundTripMs,
} from '../support/bench/slow-network.ts';

const ROUND_TRIP_MS = 50;
/** Switches in each round, after the first one, which opens the connection. */
const IN_A_ROW = { switches: 4, pauseMs: 1_000 };

test('network round trips of a switch, after the first', async ({ host, profile }) => {
  const service = await startPermissiveService();
  const roundTripMs = await measureRoundTripMs(ROUND_TRIP_MS);

  const createEmptySamples = () => ({ roundTrips: [] as number[], connections: 0 });
  const names = {
    app: 'the whole app, from the click to the confirmation in the tray',
    ours: 'Standby',
    sdk: 'SDK',
  } as const;
  const measured = {
    [names.ours]: createEmptySamples(),
    [names.sdk]: createEmptySamples(),
    [names.app]: createEmptySamples(),
  };

  async function measureSwitches(
    name: keyof typeof measured,
    client: (port: number) => Promise<number[]>,
  ): Promise<void> {
    const network = await startSlowNetwork(service.port, ROUND_TRIP_MS);
    const milliseconds = await client(network.port);
    network.close();
    measured[name].roundTrips.push(...milliseconds.slice(1).map((one) => one / roundTripMs));
    measured[name].connections += network.connections();
  }

  for (let round = 0; round < ROUNDS; round += 1) {
    await measureSwitches(names.ours, ours);
    await measureSwitches(names.sdk, theirs);
    await measureSwitches(names.app, app);
  }
  service.close();

  async function app(port: number): Promise<number[]> {
    await moveAccount(profile, `http://127.0.0.1:${port}`);
    const { tray, kill } = await startMeasured(host, 'standby', profile);
    // The readings at the start are not measured.
    await waitUntilIdle(3_000);
    const durations: number[] = [];
    for (let index = 0; index <= IN_A_ROW.switches; index += 1) {
      const path = index % 2 === 0 ? ['Free'] : ['Busy', 'No reason'];
      const click = await tray.prepareClick(...path);
      const clickedAt = performance.now();
      await click();
      await tray.waitFor(
        ({ toolTip }) => toolTip.startsWith(`${path[0]},`) && !toolTip.includes('Switching'),
      );
      durations.push(performance.now() - clickedAt);
      await waitUntilIdle(IN_A_ROW.pauseMs);
    }
    await kill();
    return durations;
  }

  function ours(port: number): Promise<number[]> {
    return numbersFrom(switchProgram(folderFrom('BENCH_PARTS'), port, IN_A_ROW));
  }

  function theirs(port: number): Promise<number[]> {
    const sdk = folderFrom('BENCH_SDK');
    return numbersFrom(
      timeSequenceProgram(
        `const { Client, Models } = ${load(`${sdk}/tencentcloud/ccc/v20200210/index.js`)};
         const { ClientProfile, Credential, HttpProfile } = ${load(`${sdk}/tencentcloud/common/index.js`)};
         const profile = new ClientProfile('TC3-HMAC-SHA256', new HttpProfile('http://', '127.0.0.1:${port}'));
         const client = new Client(new Credential('AKIDxxxxxxxxxxxx', 'kkkkkkkkkkkk'), '', profile);
         const request = new Models.SetStaffStatusRequest();
         request.from_json_string(JSON.stringify({
           SdkAppId: 1400000000, StaffStatusList: [{ StaffUserId: 'a@b.test', Status: 'free' }],
         }));`,
        `await new Promise((resolve, reject) =>
           client.SetStaffStatus(request, (error) => (error ? reject(error) : resolve())));`,
        IN_A_ROW,
      ),
    );
  }

  const opened = Object.entries(measured).map(([name, { connections }]) => `${name}: ${connections}`);
  recordResult({
    order: 10,
    what: `a switch at ${ROUND_TRIP_MS} ms of network latency, after the first`,
    unit: 'round trips',
    target: { max: 1.1 },
    samples: Object.fromEntries(Object.entries(measured).map(([name, { roundTrips }]) => [name, roundTrips])),
    note: `client and SDK in Node; a round trip of a bare socket took ${roundTripMs.toFixed(1)} ms; ${ROUNDS} rounds of ${IN_A_ROW.switches} switches, a second apart; a new connection costs two round trips; connections opened: ${opened.join(', ')}`,
  });
});

/** Changes the address of a profile's account, and binds the stored key to it. */
async function moveAccount(profileDir: string, address: string): Promise<void> {
  const path = join(profileDir, 'settings.json');
  const settings = JSON.parse(readFileSync(path, 'utf8')) as { account: object };
  settings.account = { ...settings.account, customAddress: address };
  writeFileSync(path, JSON.stringify(settings));
  const item = JSON.parse((await keytar.getPassword(...KEYCHAIN_ITEM)) ?? '{}') as { account?: object };
  item.account = { ...item.account, origin: address };
  await keytar.setPassword(...KEYCHAIN_ITEM, JSON.stringify(item));
}
