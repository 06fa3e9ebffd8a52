/**
 * The time zone that every local time comes from: the engine's own, in the main process and in the window alike. Two things
 * are needed for that. What stands in the variable TZ must be a zone that both know (Chromium tells the window the zone by
 * its name, and takes one without a name for UTC); and the engine must look again after the system's zone has changed.
 */

/**
 * The zone that a value of TZ means, by a name that the engine knows. POSIX allows more than names of zones: "EST5" is five
 * hours west of Greenwich, "<+08>-8" eight hours east, "" is UTC. Rules for summer time in it are left out, the standard time
 * remains. What nobody knows is UTC, as the C library has it.
 */
export function usableZone(value: string): string {
  const name = value.replace(/^:/, '').replace(/^\/.*\/zoneinfo\/(?:(?:posix|right)\/)?/, '');
  if (isZone(name)) return name;
  const [, sign = '', hours = '', minutes = '0'] = posixForm.exec(name) ?? [];
  if (hours === '') return 'UTC';
  const west = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  return zoneWestOf(west) ?? 'UTC';
}

/** "EST5", "<+08>-8", "XXX-5:30", "CET-1CEST,M3.5.0,M10.5.0/3". */
const posixForm = /^(?:<[+\-\w]+>|[A-Za-z]{3,})([+-]?)(\d{1,2})(?::(\d{2}))?/;

function isZone(name: string): boolean {
  if (name === '' || name === 'Etc/Unknown') return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** A zone that is always so many minutes behind UTC. */
function zoneWestOf(minutes: number): string | undefined {
  // These names count like POSIX: to the west.
  const whole = minutes / 60;
  const name = whole === 0 ? 'UTC' : `Etc/GMT${whole > 0 ? '+' : ''}${whole}`;
  if (isZone(name)) return name;
  return Intl.supportedValuesOf('timeZone').find((zone) => {
    const seasons = [Date.UTC(2025, 0, 1), Date.UTC(2025, 6, 1)];
    return seasons.every((at) => minutesWest(zone, at) === minutes);
  });
}

function minutesWest(zone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(
    at,
  );
  const offset = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign = '+', hours = '0', minutes = '0'] = /([+-])(\d{2}):(\d{2})/.exec(offset) ?? [];
  return (sign === '-' ? 1 : -1) * (Number(hours) * 60 + Number(minutes));
}

type Variables = Record<string, string | undefined>;

/** Puts a zone into TZ that all parts of the app know; to be done before any of them has looked. */
export function settleZone(env: Variables): void {
  if (env.TZ !== undefined) env.TZ = usableZone(env.TZ);
}

/** Looking costs some 0.03 ms. */
const LOOK_MS = 30_000;

/**
 * Has the engine look for the system's zone again, now and then, where TZ does not say which. Node does so whenever TZ is
 * written to or deleted, also when there was none.
 * @param now epoch milliseconds
 * @returns to be called before local times are told
 */
export function createZoneFollower(env: Variables, now: () => number): () => void {
  const followsSystem = env.TZ === undefined;
  let lookedAt = now();
  return () => {
    // A clock that was set back is a reason to look, too.
    if (!followsSystem || Math.abs(now() - lookedAt) < LOOK_MS) return;
    lookedAt = now();
    delete env.TZ;
  };
}
