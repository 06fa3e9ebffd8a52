import { homedir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

/**
 * Cache folder for downloads that must survive `npm ci`.
 *
 * For root it is in /var/cache: desktop tests that root starts run as an unprivileged user, who must be able to read it but
 * usually cannot read root's home.
 *
 * A virtual desktop has a home folder of its own; STANDBY_CACHE_DIR names the cache of the user who started it.
 */
export function cacheDir() {
  if (process.env.STANDBY_CACHE_DIR) return process.env.STANDBY_CACHE_DIR;
  if (process.getuid?.() === 0) return '/var/cache/standby';
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'standby');
}
