import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { readJson } from '../../read-json.mjs';
import { repoDir } from '../../paths.mjs';
import { execCaptured } from '../../exec.mjs';
import { log } from '../../log.mjs';

const packageDir = join(repoDir, 'node_modules', 'electron');

/** Long enough for 120 MB on a slow connection, short enough to report a proxy that does not respond. */
const downloadTimeoutMs = 5 * 60_000;

/** Inside node_modules, so that the download is tried again after every `npm ci`. */
const unreachableMarker = join(packageDir, '.standby-unreachable');

/**
 * Returns the program of the pinned `electron` package. Its own installer downloads it if it is missing.
 * @returns {Promise<string | undefined>} undefined if the download fails, or has failed before
 */
export async function officialElectron() {
  const present = findInstalled();
  if (present !== undefined || existsSync(unreachableMarker)) return present;
  log(`downloading Electron ${pinnedVersion()}`);
  const { code, output, timedOut } = await execCaptured(process.execPath, [join(packageDir, 'install.js')], {
    timeoutMs: downloadTimeoutMs,
  });
  const program = code === 0 ? findInstalled() : undefined;
  if (program !== undefined) return program;
  const reason = timedOut ? 'the time limit was reached' : (/^(?:\w*Error: )?(.+)$/m.exec(output)?.[1] ?? '');
  log(`Electron ${pinnedVersion()} could not be downloaded: ${reason}`);
  writeFileSync(unreachableMarker, `${reason}\n`);
  return undefined;
}

/** Version of Electron that package.json pins. */
export function pinnedVersion() {
  const manifest = /** @type {{ version: string }} */ (readJson(join(packageDir, 'package.json')));
  return manifest.version;
}

/** The installer writes path.txt last, so an interrupted download is not found. */
function findInstalled() {
  try {
    const program = join(packageDir, 'dist', readFileSync(join(packageDir, 'path.txt'), 'utf8'));
    const version = readFileSync(join(packageDir, 'dist', 'version'), 'utf8').replace(/^v/, '');
    return version === pinnedVersion() && existsSync(program) ? program : undefined;
  } catch {
    return undefined;
  }
}
