import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repoDir } from '../repo.mjs';

/**
 * The systems whose packages compare keytar's native module with the one that the build knew. On macOS signing rewrites the
 * module after the build; there the system itself refuses a module that is not signed by Standby's own team.
 */
const systems = ['linux-x64', 'linux-arm64', 'win32-x64', 'win32-arm64'];

/**
 * The SHA-256 of keytar's native module for each of these systems, by platform and architecture as Node names them.
 * @returns {Record<string, string>}
 */
export function keytarSha256() {
  return Object.fromEntries(
    systems.map((system) => {
      const file = join(repoDir, 'node_modules/keytar/prebuilds', system, 'keytar.node');
      return [system, createHash('sha256').update(readFileSync(file)).digest('hex')];
    }),
  );
}
