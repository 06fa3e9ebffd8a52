import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { ProgramCall } from '../../../../main/account/run-program.ts';

/** A folder that is gone after the test. */
export function folderOfTest(): string {
  const folder = mkdtempSync(join(tmpdir(), 'standby-program-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * A real program with that source, in JavaScript. It is a script of its own, as the company's would be: where the tests' Node
 * lies is nobody's business.
 */
export function programOf(source: string, args: readonly string[] = [], timeoutSeconds = 60): ProgramCall {
  const script = join(folderOfTest(), 'program.mjs');
  writeFileSync(script, `#!${process.execPath}\n${source}`, { mode: 0o700 });
  return { program: script, arguments: args, timeoutSeconds };
}

/** Who may own the programs of the tests. */
export const owners = [0, process.getuid?.() ?? 0];

/** A file that cannot be run. */
export function notAProgram(): string {
  const path = join(folderOfTest(), 'program');
  writeFileSync(path, 'no program');
  chmodSync(path, 0o644);
  return path;
}
