/** The policy file on the disk: where it is, its text, and whether an administrator must have written it. */
import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats } from 'node:fs';
import { checkStrictly } from './strict-path.ts';
import { decodeText } from './text-file.ts';

/**
 * Where IT puts the policy on Linux and macOS: only an administrator can write there. On Windows it is in the registry.
 * No environment variable has a say in it: those are the agent's own.
 */
export function policyPath(platform: 'linux' | 'darwin'): string {
  return platform === 'darwin'
    ? '/Library/Application Support/Standby/policy.json'
    : '/etc/standby/policy.json';
}

export type PolicyFile =
  | { kind: 'absent' }
  | { kind: 'unreadable'; message: string }
  /** `whyUntrusted`: who may own file and folders, where others could have written it; null where nobody could. */
  | { kind: 'text'; text: string; whyUntrusted: string | null };

/** Far more than every setting at its longest. */
const LARGEST_BYTES = 1024 * 1024;

/**
 * Reads the file, in any encoding that text-file.ts reads.
 * @param owners the user ids that may own a trusted file and the folders above it; on Windows none is trusted
 */
export function readPolicyFile(path: string, owners: readonly number[]): PolicyFile {
  let file: number;
  try {
    // Without waiting: a named pipe in its place would keep Standby from starting. Windows has no such flag: it counts as 0.
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    const absent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return absent ? { kind: 'absent' } : unreadable(error);
  }
  try {
    // Asked of the open file, so that what is judged is what is read.
    const stats = fstatSync(file);
    if (stats.size > LARGEST_BYTES) return unreadable(new Error(`more than ${LARGEST_BYTES} bytes`));
    const decoded = decodeText(readFileSync(file));
    return decoded.ok
      ? { kind: 'text', text: decoded.text, whyUntrusted: whyUntrusted(path, stats, owners) }
      : { kind: 'unreadable', message: decoded.message };
  } catch (error) {
    return unreadable(error);
  } finally {
    closeSync(file);
  }
}

function whyUntrusted(path: string, opened: Stats, owners: readonly number[]): string | null {
  if (process.platform === 'win32') return 'HKLM\\SOFTWARE\\Policies\\Standby';
  const checked = checkStrictly(path, owners);
  if (checked.ok && checked.stats.ino === opened.ino && checked.stats.dev === opened.dev) return null;
  const rule = 'file and every folder above it owned by root, writable by nobody else';
  return !checked.ok && checked.kind === 'unsafe' ? `${rule} (${checked.part})` : rule;
}

function unreadable(error: unknown): PolicyFile {
  return { kind: 'unreadable', message: error instanceof Error ? error.message : String(error) };
}
