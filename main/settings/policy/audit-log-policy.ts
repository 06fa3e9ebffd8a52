/** Schema of the policy's audit log: where the events of an agent are sent. */
import { posix, win32 } from 'node:path';
import * as z from 'zod/mini';
import { text } from '../../../shared/limits.ts';

/** A collector: `tls://host:port`, or on Linux and macOS `unix:/path`. */
export type SyslogAddress = { kind: 'tls'; host: string; port: number } | { kind: 'unix'; path: string };

/** RFC 5425 */
const TLS_PORT = 6514;

/** Parses the address of a collector; null if it is none. */
export function parseSyslogAddress(address: string): SyslogAddress | null {
  if (address.startsWith('unix:')) {
    const path = address.slice('unix:'.length);
    return posix.isAbsolute(path) ? { kind: 'unix', path } : null;
  }
  if (!/^tls:\/\/[^/?#@\s\\]+$/.test(address) || !URL.canParse(address)) return null;
  const { hostname, port } = new URL(address);
  // Node.js takes an IPv6 address without its brackets.
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  return { kind: 'tls', host, port: port === '' ? TLS_PORT : Number(port) };
}

const isAbsolute = (path: string) =>
  process.platform === 'win32' ? /^[A-Za-z]:\\/.test(path) && win32.isAbsolute(path) : posix.isAbsolute(path);

const rule = (isValid: (value: string) => boolean, expected: string) =>
  z.refine<string>(isValid, { params: { kind: 'notAllowed', expected } });

export const auditLogPolicy = z
  .strictObject({
    file: z.optional(
      text('path').check(
        rule(isAbsolute, 'an absolute path'),
        z.describe(
          'A file on a local disk, to which JSON lines are appended; "{user}" becomes the name of the user.',
        ),
      ),
    ),
    syslog: z.optional(
      text('message').check(
        rule((address) => parseSyslogAddress(address) !== null, 'tls://host:6514, unix:/path'),
        z.describe('A syslog collector.'),
      ),
    ),
  })
  .check(
    z.describe(
      'Where confirmed switches, failures and automatic actions are reported to: a file, syslog, or both.',
    ),
  );
