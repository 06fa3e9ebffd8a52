import { extractFile, listPackage, statFile } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';

/** Lists the files below a folder, as sorted paths relative to it. */
export function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(folder, path)).isFile())
    .sort();
}

/** Total size of files in a folder, in bytes. */
export function getTotalSize(folder: string, files: readonly string[]): number {
  return files.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
}

/** Lists the files of an asar archive, including those unpacked beside it, as sorted paths. */
export function listAsarFiles(archive: string): string[] {
  return listPackage(archive, { isPack: false })
    .map((path) => path.slice(1))
    .filter((path) => !('files' in statFile(archive, path)))
    .sort();
}

const manifest = z.record(z.string(), z.unknown());

/** Reads a JSON object from an asar archive. */
export function readAsarJson(archive: string, path: string): Record<string, unknown> {
  return manifest.parse(JSON.parse(extractFile(archive, path).toString('utf8')));
}

/**
 * Reads the fuses of a program, by name. A fuse that Electron has removed is neither on nor off.
 * A fuse that @electron/fuses does not know is named by its index.
 */
export async function readFuses(program: string): Promise<Record<string, 'on' | 'off' | 'removed'>> {
  const { version: _version, ...wire } = await getCurrentFuseWire(program);
  return Object.fromEntries(
    Object.entries(wire).map(([index, state]) => {
      const fuseState = String.fromCharCode(Number(state));
      return [
        FuseV1Options[Number(index)] ?? index,
        fuseState === '1' ? 'on' : fuseState === '0' ? 'off' : 'removed',
      ];
    }),
  );
}
