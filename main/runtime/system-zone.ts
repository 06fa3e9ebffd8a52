/** "EST5", "<+08>-8", "XXX-5:30", "CET-1CEST,M3.5.0,M10.5.0/3". */
const POSIX_ZONE = /^(?:<[+\-\w]+>|[A-Za-z]{3,})([+-]?)(\d{1,2})(?::(\d{2}))?/;

/**
 * Keeps the time zone of the main process and the window the same and up to date. Two things are needed. The variable
 * TZ must contain a zone that both know: Chromium passes the zone to the window by its name and treats one without a
 * name as UTC. And the engine must read the system's zone again after it has changed.
 */

/**
 * Converts a value of TZ to a zone name that the engine knows. POSIX allows more than zone names: "EST5" is five hours
 * west of Greenwich, "<+08>-8" eight hours east, "" is UTC. Rules for daylight saving time are dropped; the standard
 * time remains. An unknown value is UTC, as in the C library.
 */
export function toUsableZone(value: string): string {
  const name = value.replace(/^:/, '').replace(/^\/.*\/zoneinfo\/(?:(?:posix|right)\/)?/, '');
  if (isZone(name)) return name;
  const [, sign = '', hours = '', minutes = '0'] = POSIX_ZONE.exec(name) ?? [];
  if (hours === '') return 'UTC';
  const west = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  return findZoneByOffset(west) ?? 'UTC';
}

function isZone(name: string): boolean {
  if (name === '' || name === 'Etc/Unknown') return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Finds a zone that is that many minutes behind UTC all year. */
function findZoneByOffset(minutes: number): string | undefined {
  // These names count like POSIX: positive to the west.
  const whole = minutes / 60;
  const name = whole === 0 ? 'UTC' : `Etc/GMT${whole > 0 ? '+' : ''}${whole}`;
  if (isZone(name)) return name;
  return Intl.supportedValuesOf('timeZone').find((zone) => {
    const seasons = [Date.UTC(2025, 0, 1), Date.UTC(2025, 6, 1)];
    return seasons.every((at) => getMinutesWest(zone, at) === minutes);
  });
}

function getMinutesWest(zone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(
    at,
  );
  const offset = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign = '+', hours = '0', minutes = '0'] = /([+-])(\d{2}):(\d{2})/.exec(offset) ?? [];
  return (sign === '-' ? 1 : -1) * (Number(hours) * 60 + Number(minutes));
}

type Variables = Record<string, string | undefined>;

/** Replaces an unknown TZ by a zone that all parts of the app know. Call it before any code reads the time zone. */
export function normalizeZoneVariable(env: Variables): void {
  if (env.TZ !== undefined) env.TZ = toUsableZone(env.TZ);
}

/** Refreshing takes about 0.03 ms. */
const ZONE_REFRESH_MS = 30_000;

/**
 * Creates a function that makes the engine read the system's zone again, at most every 30 s, if TZ does not set one.
 * Node does so whenever TZ is written or deleted, even if it was not set.
 * @param now epoch milliseconds
 * @returns call it before local times are formatted
 */
export function createZoneRefresher(env: Variables, now: () => number): () => void {
  const followsSystem = env.TZ === undefined;
  let refreshedAt = now();
  return () => {
    // The absolute value covers a clock that was set back.
    if (!followsSystem || Math.abs(now() - refreshedAt) < ZONE_REFRESH_MS) return;
    refreshedAt = now();
    delete env.TZ;
  };
}
