/** Root folders with packages of their own, which leave the machine's packages as they are. Needs Debian, root and overlayfs. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath, URL } from 'node:url';
import { spawnSync } from 'node:child_process';
import { execCaptured } from '../../exec.mjs';
import { log } from '../../log.mjs';
import { cacheDir } from '../../setup/cache-dir.mjs';
import { isDebianLike } from '../system-packages.mjs';

const enterRoot = fileURLToPath(new URL('root.sh', import.meta.url));

/** Mounts and processes end with this program. */
const unshare = ['unshare', '--mount', '--pid', '--fork', '--kill-child', '--propagation', 'private', '--'];

/** @param {string} layer */
const layerDir = (layer) => join(cacheDir(), 'desktops', layer);

/**
 * Why no session can run on this machine.
 * @returns {string | null} null if they can
 */
export function findObstacle() {
  if (!isDebianLike()) return 'the sessions need Debian or Ubuntu, whose packages they install';
  if (process.getuid?.() !== 0) {
    return 'the sessions need root: their packages go into a root folder of their own (sudo npm run test:desktops)';
  }
  const [program, ...args] = [...unshare, 'true'];
  return spawnSync(program, args).status === 0
    ? null
    : 'this machine allows no mounts (unshare --mount failed)';
}

/**
 * The command line that runs a command as root in the root folder of a layer.
 * @param {string} layer
 * @param {readonly string[]} sharedDirs folders of the machine, at the same paths there
 * @param {readonly string[]} command
 * @returns {string[]}
 */
export function inLayer(layer, sharedDirs, command) {
  return [...unshare, enterRoot, layerDir(layer), ...sharedDirs, '--', ...command];
}

/**
 * Installs packages into a layer. A layer that has them already stays as it is; another list makes a new layer.
 * @param {string} layer
 * @param {readonly string[]} packages
 * @returns {Promise<string | null>} why they could not be installed; null if they are there
 */
export async function installPackages(layer, packages) {
  const dir = layerDir(layer);
  const done = join(dir, 'packages');
  const wanted = stamp(packages);
  if (existsSync(done) && readFileSync(done, 'utf8') === wanted) return null;
  log(`installing into ${dir}: ${packages.join(' ')}`);
  await rm(dir, { recursive: true, force: true });
  await mkdir(dir, { recursive: true });
  const script =
    'apt-get update && apt-get install -y --no-install-recommends "$@" && apt-get clean && rm -rf /var/lib/apt/lists/*';
  const [program = '', ...args] = inLayer(layer, [], ['bash', '-c', script, 'bash', ...packages]);
  const { code, output } = await execCaptured(program, args, {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (code !== 0) return `apt-get failed: ${output.trimEnd().split('\n').slice(-3).join(' | ')}`;
  await writeFile(done, wanted);
  return null;
}

/**
 * The machine's own packages lie below a layer, so a layer is made again when these change.
 * @param {readonly string[]} packages
 */
function stamp(packages) {
  const machine = createHash('sha256').update(readFileSync('/var/lib/dpkg/status')).digest('hex');
  return `${packages.join(' ')} ${machine}\n`;
}
