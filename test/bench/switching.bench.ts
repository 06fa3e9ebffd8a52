import { startMeasured } from '../support/bench/apps.ts';
import { waitUntilIdle, test } from '../support/bench/fixtures.ts';
import { QuickKeyboard } from '../support/bench/quick-keyboard.ts';
import { recordResult } from '../support/bench/record.ts';
import { percentile } from '../support/bench/rounds.ts';
import type { Service } from '../support/desktop/fixtures.ts';
import type { TrayItem } from '../support/desktop/session/tray-item.ts';

const SWITCHES = 500;

/** Standby sends at most two requests a second on average, so a pause keeps the request limit out of the measurement. */
const PACE_MS = 1_000;

type Status = 'Free' | 'Busy';

test('time from a menu click until the service has the request', async ({ host, profile, service }) => {
  const { tray, kill } = await startMeasured(host, 'standby', profile);
  const durations = await timeSwitches(tray, service, async (status) =>
    status === 'Free' ? tray.prepareClick('Free') : tray.prepareClick('Busy', 'No reason'),
  );
  await kill();
  recordPercentiles(8, 'menu click', durations);
});

test('time from a key press until the service has the request', async ({ host, profile, service }) => {
  const keyboard = new QuickKeyboard();
  const { tray, kill } = await startMeasured(host, 'standby', profile);
  await tray.waitFor(({ toolTip }) => toolTip.startsWith('Free,'));
  const keys = { Free: 'ctrl+shift+F9', Busy: 'ctrl+shift+F11' };
  const durations = await timeSwitches(tray, service, (status) =>
    Promise.resolve(() => keyboard.press(keys[status])),
  );
  await kill();
  await keyboard.close();
  recordPercentiles(9, 'key press', durations);
});

/**
 * Switches back and forth. The first switch, to Busy, opens the connection and is not counted.
 * @param prepareSwitch prepares a switch, and returns the function that triggers it
 * @returns for each switch, the time from the trigger until the service has the whole request, in milliseconds
 */
async function timeSwitches(
  tray: TrayItem,
  service: Service,
  prepareSwitch: (status: Status) => Promise<() => Promise<void> | void>,
): Promise<number[]> {
  const durations: number[] = [];
  await switchTo('Busy');
  for (let index = 0; index < SWITCHES; index += 1) {
    await waitUntilIdle(PACE_MS);
    durations.push(await switchTo(index % 2 === 0 ? 'Free' : 'Busy'));
  }
  return durations;

  async function switchTo(status: Status): Promise<number> {
    const requestSwitch = await prepareSwitch(status);
    const before = service.switches().length;
    const requestedAt = performance.now();
    // Not awaited before the request, because that would include the reply on the bus.
    const requested = requestSwitch();
    const arrivedAt = await nextSwitch(service, before);
    await requested;
    await tray.waitFor(({ toolTip }) => toolTip.startsWith(`${status},`) && !toolTip.includes('Switching'));
    return arrivedAt - requestedAt;
  }
}

/** Waits until the service has received more switches than the given number. @returns the time, by `performance.now` */
async function nextSwitch(service: Service, before: number): Promise<number> {
  for (;;) {
    const seen = service.arrivals.count;
    if (service.switches().length > before) return performance.now();
    if (!(await service.arrivals.changedSince(seen, performance.now() + 5_000))) {
      throw new Error('a switch that never arrived');
    }
  }
}

function recordPercentiles(order: number, trigger: string, durations: number[]): void {
  for (const [rowOrder, share, max] of [
    [order, 50, 5],
    [order + 0.1, 99, 20],
  ] as const) {
    recordResult({
      order: rowOrder,
      what: `${trigger} → request at the server, loopback, p${share}`,
      unit: 'ms',
      target: { max },
      samples: { Standby: share === 50 ? durations : [] },
      shown: { Standby: percentile(durations, share) },
      note: `${SWITCHES} switches; until the server has the whole request, key from the keychain and signature included`,
      missedBecause:
        'the keychain is asked anew for each request, which is a quarter of it; the rest is the way through the desktop and through Electron’s main and network processes. On a slow day of the machine all of that takes longer: the same code has been within the target on it',
    });
  }
}
