import { startMeasured } from '../support/bench/apps.ts';
import { test } from '../support/bench/fixtures.ts';
import { record } from '../support/bench/record.ts';
import { percentile } from '../support/bench/rounds.ts';
import type { TrayItem } from '../support/desktop/tray-item.ts';

const SWITCHES = 500;

test('a menu click until the service has the request', async ({ host, profile, service }) => {
  const { tray, end } = await startMeasured(host, 'standby', profile);
  const taken: number[] = [];
  await switchTo('Free');
  for (let made = 0; made < SWITCHES; made += 1) {
    taken.push(await switchTo(made % 2 === 0 ? 'Busy' : 'Free'));
  }
  await end();

  async function switchTo(status: 'Free' | 'Busy'): Promise<number> {
    const click = await aim(tray, status);
    const before = service.switches().length;
    const clickedAt = performance.now();
    // Not awaited before the request: that would time the answer on the bus as well.
    const clicked = click();
    const arrivedAt = await nextSwitch(before);
    await clicked;
    await tray.waitFor(({ toolTip }) => toolTip.startsWith(`${status},`) && !toolTip.includes('Switching'));
    return arrivedAt - clickedAt;
  }

  /** Waits until there are more switches than so many. @returns when that was, by `performance.now` */
  async function nextSwitch(before: number): Promise<number> {
    for (;;) {
      const seen = service.arrivals.count;
      if (service.switches().length > before) return performance.now();
      if (!(await service.arrivals.changedSince(seen, performance.now() + 5_000))) {
        throw new Error('a click that led to no switch');
      }
    }
  }

  for (const [order, share, most] of [
    [8, 50, 5],
    [9, 99, 20],
  ] as const) {
    record({
      order,
      what: `menu click → request at the server, loopback, p${share}`,
      unit: 'ms',
      target: { most },
      samples: { Standby: share === 50 ? taken : [] },
      shown: { Standby: percentile(taken, share) },
      note: `${SWITCHES} switches; until the server has the whole request, key from the keychain and signature included`,
    });
  }
});

function aim(tray: TrayItem, status: 'Free' | 'Busy'): Promise<() => Promise<void>> {
  return status === 'Free' ? tray.aimAt('Free') : tray.aimAt('Busy', 'No reason');
}
