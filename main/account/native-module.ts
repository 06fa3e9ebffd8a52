/**
 * Compares keytar's native module with the checksum of the build before it is loaded. The module runs in the main
 * process but lies outside the archive whose integrity Electron checks, because a system only loads libraries from
 * files of their own.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { isPackaged } from '../runtime/packaged.ts';

/** Defined by the build: `linux-x64=…` for each system, separated by spaces (scripts/package/keytar-sha256.mjs). */
declare const KEYTAR_SHA256: string;

/** The module differs from the build's, or cannot be read. None of its code has run. */
export class NativeModuleChanged extends Error {
  override readonly name = 'NativeModuleChanged';
}

/** The module stays loaded after the first check. */
let isVerified = false;

/**
 * Checks the module in a package. When run from the source, `npm ci` has compared the whole package with
 * package-lock.json. On macOS signing rewrites the module after the build; there the system refuses a module that is
 * not signed by the program's own team (library validation).
 * @param entry the file of keytar that is about to be loaded, which loads the module at its place in a package
 * @throws NativeModuleChanged
 */
export function assertOriginalNativeModule(entry: string): void {
  if (isVerified || !isPackaged || process.platform === 'darwin') return;
  const file = join(entry, '../../build/Release/keytar.node');
  const expectedEntry = KEYTAR_SHA256.split(' ').find((entry) =>
    entry.startsWith(`${process.platform}-${process.arch}=`),
  );
  assertSha256(file, expectedEntry?.split('=')[1]);
  isVerified = true;
}

/** @throws NativeModuleChanged if the file has another SHA-256 (hex), or if none is expected of it */
export function assertSha256(file: string, expected: string | undefined): void {
  const actual = hashFile(file);
  if (actual !== expected) throw new NativeModuleChanged(`${file} has SHA-256 ${actual}`);
}

function hashFile(file: string): string {
  try {
    return createHash('sha256').update(readFileSync(file)).digest('hex');
  } catch (error) {
    throw new NativeModuleChanged(`${file} cannot be read`, { cause: error });
  }
}
