import { extractFile, listPackage, statFile } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';

/** The files below a folder, by their paths in it, sorted. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(folder, path)).isFile())
    .sort();
}

/** What files of a folder weigh together, in bytes. */
export function weigh(folder: string, files: readonly string[]): number {
  return files.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
}

/** The files in an asar archive, with those that lie unpacked beside it, by their paths in it, sorted. */
export function filesInAsar(archive: string): string[] {
  return listPackage(archive, { isPack: false })
    .map((path) => path.slice(1))
    .filter((path) => !('files' in statFile(archive, path)))
    .sort();
}

const manifest = z.record(z.string(), z.unknown());

/** A JSON object in an asar archive. */
export function jsonInAsar(archive: string, path: string): Record<string, unknown> {
  return manifest.parse(JSON.parse(extractFile(archive, path).toString('utf8')));
}

/**
 * The fuses of a program, by name; a fuse that Electron has dropped is neither on nor off.
 * Those that are newer than the names we know are called by their place.
 */
export async function fusesOf(program: string): Promise<Record<string, 'on' | 'off' | 'removed'>> {
  const { version: _version, ...wire } = await getCurrentFuseWire(program);
  return Object.fromEntries(
    Object.entries(wire).map(([place, state]) => {
      const letter = String.fromCharCode(Number(state));
      return [
        FuseV1Options[Number(place)] ?? place,
        letter === '1' ? 'on' : letter === '0' ? 'off' : 'removed',
      ];
    }),
  );
}
