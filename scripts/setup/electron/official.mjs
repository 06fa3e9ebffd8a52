import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { readJson } from '../../read-json.mjs';
import { repoDir } from '../../repo.mjs';
import { runQuietly } from '../../run.mjs';
import { say } from '../../say.mjs';

const packageDir = join(repoDir, 'node_modules', 'electron');

/** Long enough for 120 MB on a slow line, short enough that a silent proxy does not look like a hang. */
const downloadLimitMs = 5 * 60_000;

/** Inside node_modules, so that every `npm ci` gives the download another chance. */
const unreachableMark = join(packageDir, '.standby-unreachable');

/**
 * The program of the pinned `electron` package, downloaded by its own installer when it is not there yet.
 * @returns {Promise<string | undefined>} nothing where the download fails, or failed before
 */
export async function officialElectron() {
  const present = findInstalled();
  if (present !== undefined || existsSync(unreachableMark)) return present;
  say(`downloading Electron ${pinnedVersion()}`);
  const { code, output, timedOut } = await runQuietly(process.execPath, [join(packageDir, 'install.js')], {
    timeoutMs: downloadLimitMs,
  });
  const program = code === 0 ? findInstalled() : undefined;
  if (program !== undefined) return program;
  const reason = timedOut ? 'the time limit was reached' : (/^(?:\w*Error: )?(.+)$/m.exec(output)?.[1] ?? '');
  say(`Electron ${pinnedVersion()} could not be downloaded: ${reason}`);
  writeFileSync(unreachableMark, `${reason}\n`);
  return undefined;
}

/** Version of Electron that package.json pins. */
export function pinnedVersion() {
  const manifest = /** @type {{ version: string }} */ (readJson(join(packageDir, 'package.json')));
  return manifest.version;
}

/** The installer writes path.txt last, so a broken-off download is not found. */
function findInstalled() {
  try {
    const program = join(packageDir, 'dist', readFileSync(join(packageDir, 'path.txt'), 'utf8'));
    const version = readFileSync(join(packageDir, 'dist', 'version'), 'utf8').replace(/^v/, '');
    return version === pinnedVersion() && existsSync(program) ? program : undefined;
  } catch {
    return undefined;
  }
}
