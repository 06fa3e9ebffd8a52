import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repoDir } from '../paths.mjs';

/**
 * Systems whose packages compare the checksum of keytar's native module with the one at build time. On macOS signing changes
 * the module after the build; there the system refuses a module that Standby's team has not signed.
 */
const systems = ['linux-x64', 'linux-arm64', 'win32-x64', 'win32-arm64'];

/**
 * Computes the SHA-256 of keytar's native module for each system, by Node's platform and architecture.
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
