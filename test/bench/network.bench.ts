import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startMeasured } from '../support/bench/apps.ts';
import { settle, test } from '../support/bench/fixtures.ts';
import { folderFrom, load, numbersFrom } from '../support/bench/node-program.ts';
import { switching, timedOneByOne } from '../support/bench/programs.ts';
import { record } from '../support/bench/record.ts';
import { ROUNDS } from '../support/bench/rounds.ts';
import { behindNetwork, generousService, roundTripOver } from '../support/bench/slow-network.ts';

const ROUND_TRIP_MS = 50;
/** In each round, after the first, which opens the connection. */
const IN_A_ROW = { switches: 4, pauseMs: 1_000 };

test('round trips of a switch, after the first', async ({ host, profile }) => {
  const service = await generousService();
  const roundTripMs = await roundTripOver(ROUND_TRIP_MS);

  const none = () => ({ roundTrips: [] as number[], connections: 0 });
  const names = {
    app: 'the whole app, from the click to the proof in the tray',
    ours: 'Standby',
    sdk: 'SDK',
  } as const;
  const measured = { [names.ours]: none(), [names.sdk]: none(), [names.app]: none() };

  async function switchesOf(
    name: keyof typeof measured,
    client: (port: number) => Promise<number[]>,
  ): Promise<void> {
    const network = await behindNetwork(service.port, ROUND_TRIP_MS);
    const milliseconds = await client(network.port);
    network.close();
    measured[name].roundTrips.push(...milliseconds.slice(1).map((one) => one / roundTripMs));
    measured[name].connections += network.connections();
  }

  for (let round = 0; round < ROUNDS; round += 1) {
    await switchesOf(names.ours, ours);
    await switchesOf(names.sdk, theirs);
    await switchesOf(names.app, app);
  }
  service.close();

  async function app(port: number): Promise<number[]> {
    moveAccount(profile, `http://127.0.0.1:${port}`);
    const { tray, end } = await startMeasured(host, 'standby', profile);
    // What it reads at its start is not a switch.
    await settle(3_000);
    const taken: number[] = [];
    for (let made = 0; made <= IN_A_ROW.switches; made += 1) {
      const path = made % 2 === 0 ? ['Free'] : ['Busy', 'No reason'];
      const click = await tray.aimAt(...path);
      const clickedAt = performance.now();
      await click();
      await tray.waitFor(
        ({ toolTip }) => toolTip.startsWith(`${path[0]},`) && !toolTip.includes('Switching'),
      );
      taken.push(performance.now() - clickedAt);
      await settle(IN_A_ROW.pauseMs);
    }
    await end();
    return taken;
  }

  function ours(port: number): Promise<number[]> {
    return numbersFrom(switching(folderFrom('BENCH_PARTS'), port, IN_A_ROW));
  }

  function theirs(port: number): Promise<number[]> {
    const sdk = folderFrom('BENCH_SDK');
    return numbersFrom(
      timedOneByOne(
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
  record({
    order: 10,
    what: `a switch at ${ROUND_TRIP_MS} ms of network latency, after the first`,
    unit: 'round trips',
    target: { most: 1.1 },
    samples: Object.fromEntries(Object.entries(measured).map(([name, { roundTrips }]) => [name, roundTrips])),
    note: `client and SDK in Node; a round trip of a bare socket took ${roundTripMs.toFixed(1)} ms; ${ROUNDS} rounds of ${IN_A_ROW.switches} switches, a second apart; a new connection costs two round trips; connections opened: ${opened.join(', ')}`,
  });
});

/** Has a profile's account at another address. */
function moveAccount(profileDir: string, address: string): void {
  const path = join(profileDir, 'settings.json');
  const settings = JSON.parse(readFileSync(path, 'utf8')) as { account: object };
  settings.account = { ...settings.account, customAddress: address };
  writeFileSync(path, JSON.stringify(settings));
}
