/** Reads the policy file: its path, its text, and whether only an administrator can have written it. */
import { readStrictFile } from './strict-file.ts';
import { decodeText } from '../text-file.ts';

/**
 * Path of the policy on Linux and macOS, where only an administrator can write. On Windows the policy is in the registry. No
 * environment variable changes the path, because the agent controls those.
 */
export function policyPath(platform: 'linux' | 'darwin'): string {
  return platform === 'darwin'
    ? '/Library/Application Support/Standby/policy.json'
    : '/etc/standby/policy.json';
}

export type PolicyFile =
  | { kind: 'absent' }
  | { kind: 'unreadable'; message: string }
  /** `whyUntrusted`: required owner and mode, if other users could have written the file; null if none could. */
  | { kind: 'text'; text: string; whyUntrusted: string | null };

/**
 * Reads the file, in any encoding that text-file.ts supports.
 * @param owners user ids that may own a trusted file and its parent folders; on Windows no file is trusted
 */
export function readPolicyFile(path: string, owners: readonly number[]): PolicyFile {
  const file = readStrictFile(path, owners);
  if (file.kind !== 'read') return file;
  const decoded = decodeText(file.bytes);
  return decoded.ok
    ? { kind: 'text', text: decoded.text, whyUntrusted: whyUntrusted(file.changeable) }
    : { kind: 'unreadable', message: decoded.message };
}

function whyUntrusted(changeable: string | null): string | null {
  if (process.platform === 'win32') return 'HKLM\\SOFTWARE\\Policies\\Standby';
  return (
    changeable && `file and every folder above it owned by root, writable by nobody else (${changeable})`
  );
}
