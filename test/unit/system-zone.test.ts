import { expect, test } from 'vitest';
import { createZoneFollower, settleZone, usableZone } from '../../main/system-zone.ts';

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
  // Summer time is left out.
  ['ABC-1ABCD,M3.5.0,M10.5.0/3', 'Etc/GMT-1'],
  ['Nowhere/City', 'UTC'],
  ['ABC99', 'UTC'],
  ['nonsense, all of it', 'UTC'],
])('TZ=%j is %s', (value, zone) => {
  expect(usableZone(value)).toBe(zone);
});

test('half hours are found too', () => {
  const time = (zone: string) => new Date(0).toLocaleTimeString('en-GB', { timeZone: zone });
  expect(time(usableZone('XXX-5:45'))).toBe('05:30:00');
  expect(new Date(Date.UTC(2026, 0)).toLocaleTimeString('en-GB', { timeZone: usableZone('XXX-5:45') })).toBe(
    '05:45:00',
  );
  expect(new Date(Date.UTC(2026, 6)).toLocaleTimeString('en-GB', { timeZone: usableZone('XXX-5:30') })).toBe(
    '05:30:00',
  );
});

test('TZ is put right where there is one, and left out where there is none', () => {
  const [told, none] = [{ TZ: '<+08>-8' }, { LANG: 'C' }];
  settleZone(told);
  settleZone(none);
  expect(told).toEqual({ TZ: 'Etc/GMT-8' });
  expect(none).toEqual({ LANG: 'C' });
});

/** Variables that count how often the engine was made to look again. */
function counted(initial: Record<string, string>) {
  let looks = 0;
  const env = new Proxy<Record<string, string | undefined>>(initial, {
    deleteProperty: () => {
      looks += 1;
      return true;
    },
  });
  return { env, looks: () => looks };
}

test('the zone of the system is looked at again every half minute, and when the clock was set back', () => {
  const { env, looks } = counted({});
  let now = 1_000_000;
  const follow = createZoneFollower(env, () => now);
  follow();
  now += 29_999;
  follow();
  expect(looks()).toBe(0);
  now += 1;
  follow();
  follow();
  expect(looks()).toBe(1);
  now -= 60_000;
  follow();
  expect(looks()).toBe(2);
});

test('a zone that TZ names is left alone', () => {
  const { env, looks } = counted({ TZ: 'Asia/Shanghai' });
  let now = 0;
  const follow = createZoneFollower(env, () => now);
  now += 3_600_000;
  follow();
  expect(looks()).toBe(0);
});
