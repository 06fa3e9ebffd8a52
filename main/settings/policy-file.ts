/** The policy file on the disk: where it is, its text, and whether an administrator must have written it. */
import { closeSync, fstatSync, openSync, readFileSync, type Stats } from 'node:fs';
import { posix, win32 } from 'node:path';
import { decodeText } from './text-file.ts';

/** Where IT puts the policy: only an administrator can write there. */
export function policyPath(platform: NodeJS.Platform, env: Readonly<NodeJS.ProcessEnv>): string {
  if (platform === 'win32') return win32.join(env.ProgramData ?? 'C:\\ProgramData', 'Standby', 'policy.json');
  const folder = platform === 'darwin' ? '/Library/Application Support/Standby' : '/etc/standby';
  return posix.join(folder, 'policy.json');
}

export type PolicyFile =
  | { kind: 'absent' }
  | { kind: 'unreadable'; message: string }
  /** `trusted`: nobody but its owner, and that is one of those expected, can have written it. */
  | { kind: 'text'; text: string; trusted: boolean };

/**
 * Reads the file, in any encoding that text-file.ts reads.
 * @param owners the user ids that may own a trusted file; not looked at on Windows, where the folder's ACL decides
 */
export function readPolicyFile(path: string, owners: readonly number[]): PolicyFile {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    const absent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return absent ? { kind: 'absent' } : unreadable(error);
  }
  try {
    // Asked of the open file, so that what is judged is what is read.
    const trusted = process.platform === 'win32' || isTrusted(fstatSync(file), owners);
    const decoded = decodeText(readFileSync(file));
    return decoded.ok
      ? { kind: 'text', text: decoded.text, trusted }
      : { kind: 'unreadable', message: decoded.message };
  } catch (error) {
    return unreadable(error);
  } finally {
    closeSync(file);
  }
}

function isTrusted({ uid, mode }: Stats, owners: readonly number[]): boolean {
  const writableByOthers = (mode & 0o022) !== 0;
  return owners.includes(uid) && !writableByOthers;
}

function unreadable(error: unknown): PolicyFile {
  return { kind: 'unreadable', message: error instanceof Error ? error.message : String(error) };
}
