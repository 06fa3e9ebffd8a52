import { homedir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

/**
 * Where downloads that should outlive node_modules are kept.
 *
 * Root's goes to /var/cache: the desktop tests that root starts run as an unprivileged user, who must be able to
 * read it, and root's home is usually closed to others.
 */
export function cacheDir() {
  if (process.getuid?.() === 0) return '/var/cache/standby';
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'standby');
}
