import { startMeasured } from '../support/bench/apps.ts';
import { test } from '../support/bench/fixtures.ts';
import { QuickKeyboard } from '../support/bench/quick-keyboard.ts';
import { record } from '../support/bench/record.ts';
import { percentile } from '../support/bench/rounds.ts';
import type { Service } from '../support/desktop/fixtures.ts';
import type { TrayItem } from '../support/desktop/tray-item.ts';

const SWITCHES = 500;

type Status = 'Free' | 'Busy';

test('a menu click until the service has the request', async ({ host, profile, service }) => {
  const { tray, end } = await startMeasured(host, 'standby', profile);
  const taken = await timeSwitches(tray, service, async (status) =>
    status === 'Free' ? tray.aimAt('Free') : tray.aimAt('Busy', 'No reason'),
  );
  await end();
  recordShares(8, 'menu click', taken);
});

test('a key press until the service has the request', async ({ host, profile, service }) => {
  const keyboard = new QuickKeyboard();
  const { tray, end } = await startMeasured(host, 'standby', profile);
  await tray.waitFor(({ toolTip }) => toolTip.startsWith('Free,'));
  const keys = { Free: 'ctrl+shift+F9', Busy: 'ctrl+shift+F11' };
  const taken = await timeSwitches(tray, service, (status) =>
    Promise.resolve(() => keyboard.press(keys[status])),
  );
  await end();
  await keyboard.close();
  recordShares(9, 'key press', taken);
});

/**
 * Switches to and fro. The first switch, to Busy, opens the connection and is not counted.
 * @param aim makes ready for a switch, and returns what asks for it
 * @returns for each, from asking until the service has the whole request, in milliseconds
 */
async function timeSwitches(
  tray: TrayItem,
  service: Service,
  aim: (status: Status) => Promise<() => Promise<void> | void>,
): Promise<number[]> {
  const taken: number[] = [];
  await switchTo('Busy');
  for (let made = 0; made < SWITCHES; made += 1) {
    taken.push(await switchTo(made % 2 === 0 ? 'Free' : 'Busy'));
  }
  return taken;

  async function switchTo(status: Status): Promise<number> {
    const ask = await aim(status);
    const before = service.switches().length;
    const askedAt = performance.now();
    // Not awaited before the request: that would time the answer on the bus as well.
    const asked = ask();
    const arrivedAt = await nextSwitch(service, before);
    await asked;
    await tray.waitFor(({ toolTip }) => toolTip.startsWith(`${status},`) && !toolTip.includes('Switching'));
    return arrivedAt - askedAt;
  }
}

/** Waits until there are more switches than so many. @returns when that was, by `performance.now` */
async function nextSwitch(service: Service, before: number): Promise<number> {
  for (;;) {
    const seen = service.arrivals.count;
    if (service.switches().length > before) return performance.now();
    if (!(await service.arrivals.changedSince(seen, performance.now() + 5_000))) {
      throw new Error('a switch that never arrived');
    }
  }
}

function recordShares(order: number, asked: string, taken: number[]): void {
  for (const [place, share, most] of [
    [order, 50, 5],
    [order + 0.1, 99, 20],
  ] as const) {
    record({
      order: place,
      what: `${asked} → request at the server, loopback, p${share}`,
      unit: 'ms',
      target: { most },
      samples: { Standby: share === 50 ? taken : [] },
      shown: { Standby: percentile(taken, share) },
      note: `${SWITCHES} switches; until the server has the whole request, key from the keychain and signature included`,
      missedBecause:
        'the keychain is asked anew for each request, which is a quarter of it; the rest is the way through the desktop and through Electron’s main and network processes. On a slow day of the machine all of that takes longer: the same code has been within the target on it',
    });
  }
}
