import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { ProcessSpec } from '../../../../main/account/run-process.ts';

/** A folder that is deleted after the test. */
export function folderOfTest(): string {
  const folder = mkdtempSync(join(tmpdir(), 'standby-program-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * Creates a real program from JavaScript source: a script of its own, like the company's, which does not reveal where
 * the tests' Node is installed.
 */
export function programOf(source: string, args: readonly string[] = [], timeoutSeconds = 60): ProcessSpec {
  const script = join(folderOfTest(), 'program.mjs');
  writeFileSync(script, `#!${process.execPath}\n${source}`, { mode: 0o700 });
  return { program: script, arguments: args, timeoutSeconds };
}

/** The user ids that may own the programs of the tests. */
export const owners = [0, process.getuid?.() ?? 0];

/** A file that is not executable. */
export function notAProgram(): string {
  const path = join(folderOfTest(), 'program');
  writeFileSync(path, 'no program');
  chmodSync(path, 0o644);
  return path;
}
