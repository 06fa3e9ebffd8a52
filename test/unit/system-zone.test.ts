import { expect, test } from 'vitest';
import { createZoneRefresher, normalizeZoneVariable, toUsableZone } from '../../main/runtime/system-zone.ts';

test.each([
  ['Asia/Shanghai', 'Asia/Shanghai'],
  ['UTC', 'UTC'],
  ['CST6CDT', 'CST6CDT'],
  ['', 'UTC'],
  ['Etc/Unknown', 'UTC'],
  [':Asia/Shanghai', 'Asia/Shanghai'],
  ['/usr/share/zoneinfo/Asia/Shanghai', 'Asia/Shanghai'],
  [':/usr/share/zoneinfo/Asia/Shanghai', 'Asia/Shanghai'],
  ['/usr/share/zoneinfo/posix/Europe/Berlin', 'Europe/Berlin'],
  ['/etc/localtime', 'UTC'],
  ['ABC5', 'Etc/GMT+5'],
  ['<+08>-8', 'Etc/GMT-8'],
  ['<-03>3', 'Etc/GMT+3'],
  ['UTC+8', 'Etc/GMT+8'],
  ['XYZ0', 'UTC'],
  ['XYZ-0', 'UTC'],
  // Daylight saving time is dropped.
  ['ABC-1ABCD,M3.5.0,M10.5.0/3', 'Etc/GMT-1'],
  ['Nowhere/City', 'UTC'],
  ['ABC99', 'UTC'],
  ['nonsense, all of it', 'UTC'],
])('TZ=%j is %s', (value, zone) => {
  expect(toUsableZone(value)).toBe(zone);
});

test('zones with half hours are found', () => {
  const time = (zone: string) => new Date(0).toLocaleTimeString('en-GB', { timeZone: zone });
  expect(time(toUsableZone('XXX-5:45'))).toBe('05:30:00');
  expect(
    new Date(Date.UTC(2026, 0)).toLocaleTimeString('en-GB', { timeZone: toUsableZone('XXX-5:45') }),
  ).toBe('05:45:00');
  expect(
    new Date(Date.UTC(2026, 6)).toLocaleTimeString('en-GB', { timeZone: toUsableZone('XXX-5:30') }),
  ).toBe('05:30:00');
});

test('an invalid TZ is corrected, and a missing one stays missing', () => {
  const [withZone, withoutZone] = [{ TZ: '<+08>-8' }, { LANG: 'C' }];
  normalizeZoneVariable(withZone);
  normalizeZoneVariable(withoutZone);
  expect(withZone).toEqual({ TZ: 'Etc/GMT-8' });
  expect(withoutZone).toEqual({ LANG: 'C' });
});

/** Environment variables that count how often the engine was made to refresh its zone. */
function createCountedEnv(initial: Record<string, string>) {
  let refreshCount = 0;
  const env = new Proxy<Record<string, string | undefined>>(initial, {
    deleteProperty: () => {
      refreshCount += 1;
      return true;
    },
  });
  return { env, refreshCount: () => refreshCount };
}

test("the system's zone is refreshed every half minute, and when the clock was set back", () => {
  const { env, refreshCount } = createCountedEnv({});
  let now = 1_000_000;
  const refreshZone = createZoneRefresher(env, () => now);
  refreshZone();
  now += 29_999;
  refreshZone();
  expect(refreshCount()).toBe(0);
  now += 1;
  refreshZone();
  refreshZone();
  expect(refreshCount()).toBe(1);
  now -= 60_000;
  refreshZone();
  expect(refreshCount()).toBe(2);
});

test('a zone set by TZ is not refreshed', () => {
  const { env, refreshCount } = createCountedEnv({ TZ: 'Asia/Shanghai' });
  let now = 0;
  const refreshZone = createZoneRefresher(env, () => now);
  now += 3_600_000;
  refreshZone();
  expect(refreshCount()).toBe(0);
});
