/**
 * Compares keytar's native module with the one that the build knew, before it is loaded. It is code that runs in the main
 * process, and lies outside the archive that Electron checks, because a system loads libraries from files of their own only.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { isPackaged } from '../packaged.ts';

/** By platform and architecture, put in by the build (scripts/package/keytar-sha256.mjs). */
declare const KEYTAR_SHA256: Readonly<Record<string, string>>;

/** The module is another one than the build's, or cannot be read. Nothing of it has run. */
export class NativeModuleChanged extends Error {
  override readonly name = 'NativeModuleChanged';
}

/** What has been compared once is loaded, and stays so. */
let compared = false;

/**
 * From the source, `npm ci` has compared the whole package with package-lock.json. On macOS signing rewrites the module
 * after the build; there the system refuses a module that is not signed by the program's own team (library validation).
 * @param entry the file of keytar that is about to be loaded, which loads the module at its place in a package
 * @throws NativeModuleChanged
 */
export function requireOwnNativeModule(entry: string): void {
  if (compared || !isPackaged || process.platform === 'darwin') return;
  const file = join(entry, '../../build/Release/keytar.node');
  requireSha256(file, KEYTAR_SHA256[`${process.platform}-${process.arch}`]);
  compared = true;
}

/** @throws NativeModuleChanged where the file has another SHA-256, in hex, or none is expected of it */
export function requireSha256(file: string, expected: string | undefined): void {
  const found = sha256Of(file);
  if (found !== expected) throw new NativeModuleChanged(`${file} has SHA-256 ${found}`);
}

function sha256Of(file: string): string {
  try {
    return createHash('sha256').update(readFileSync(file)).digest('hex');
  } catch (error) {
    throw new NativeModuleChanged(`${file} cannot be read`, { cause: error });
  }
}
