/**
 * Reads the policy from the managed preferences of macOS, which a configuration profile of the company's device management sets.
 * Not yet run on macOS.
 */
import { execFile } from 'node:child_process';
import { desktopName } from '../../../../package.json';
import { errorMessage } from '../../../../shared/errors.ts';
import type { PolicyFile } from '../policy-file.ts';
import { readStrictFile } from '../strict-file.ts';

/** Converts a property list, also a binary one. Part of macOS; see plutil(1). */
const PLUTIL = '/usr/bin/plutil';

const TIMEOUT_MS = 10_000;
const MAX_OUTPUT = 1_000_000;

/**
 * The preferences that are the same for all users of the computer. The name is the app id, which is also the type of the payload in
 * the configuration profile.
 */
export const MANAGED_PREFERENCES = `/Library/Managed Preferences/${desktopName.replace(/\.desktop$/, '')}.plist`;

export type ConvertPropertyList = (
  bytes: Buffer,
) => Promise<{ ok: true; json: string } | { ok: false; message: string }>;

/**
 * Reads the preferences as JSON. Never rejects. A date or raw data has no form in JSON: plutil refuses the whole list then.
 * @param owners user ids that may own the file and the folders above it
 */
export async function readManagedPreferences(
  path: string,
  owners: readonly number[],
  convert: ConvertPropertyList = convertWithPlutil,
): Promise<PolicyFile> {
  const file = readStrictFile(path, owners);
  if (file.kind !== 'read') return file;
  const { changeable } = file;
  const converted = await convert(file.bytes);
  if (!converted.ok) return { kind: 'unreadable', message: converted.message };
  const whyUntrusted =
    changeable && `file and every folder above it owned by root, writable by nobody else (${changeable})`;
  return { kind: 'text', text: converted.json, whyUntrusted };
}

function convertWithPlutil(bytes: Buffer): ReturnType<ConvertPropertyList> {
  return new Promise((resolve) => {
    const child = execFile(
      PLUTIL,
      ['-convert', 'json', '-o', '-', '--', '-'],
      { timeout: TIMEOUT_MS, maxBuffer: MAX_OUTPUT, killSignal: 'SIGKILL', env: {}, cwd: '/' },
      (error, stdout) => {
        resolve(
          error ? { ok: false, message: `plutil: ${errorMessage(error)}` } : { ok: true, json: stdout },
        );
      },
    );
    // plutil may end before it has read everything; its own error is reported.
    child.stdin?.on('error', () => {});
    child.stdin?.end(bytes);
  });
}
