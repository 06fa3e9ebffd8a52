/**
 * External texts are processed in linear time, whatever they contain. If the work can be counted, it is counted.
 * Otherwise a text of eight times the length must not take sixty-four times the CPU time, as nested scans would.
 */
import { describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { toKeychainError } from '../../main/account/keychain-error.ts';
import { toCsv } from '../../main/activity/report/csv.ts';
import { createInbox } from '../../main/desktop/system/inbox.ts';
import { toSingleLine } from '../../main/desktop/system/app-log.ts';
import { findJsonExcess } from '../../shared/parse-json.ts';
import { parsePolicy } from '../../main/settings/policy/parse-policy.ts';
import { parseRegistryExport } from '../../main/settings/policy/registry-export.ts';
import { parseResponse, MAX_RESPONSE_BYTES } from '../../tencent/parse-response.ts';
import { maskLikelySecrets } from '../../tencent/redact/mask-likely-secrets.ts';
import { createSecretFinder } from '../../tencent/redact/find-secrets.ts';
import { listOf } from '../../tencent/response-schema.ts';
import { MONDAY_9AM } from '../support/app-state.ts';
import { isWindows } from '../support/unit/posix.ts';
import { statusSeen } from './activity/support/entries.ts';

/** In microseconds. Windows counts in ticks of 1/64 s. */
const CPU_CLOCK_RESOLUTION = isWindows ? 15_625 : 500;

/** The CPU time in microseconds, the minimum of three runs. */
function cost(work: () => unknown): number {
  return Math.min(
    ...[1, 2, 3].map(() => {
      const before = process.cpuUsage();
      work();
      const { user, system } = process.cpuUsage(before);
      return user + system;
    }),
  );
}

const secret = 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE';

const page = (body: string) =>
  parseResponse({
    httpStatus: 200,
    contentType: 'text/html',
    body: new TextEncoder().encode(body),
    isComplete: true,
  });

/** An export of the registry with one value, as reg.exe writes it. */
function registryExport(value: string): Uint8Array {
  const file = `Windows Registry Editor Version 5.00\r\n\r\n[HKEY]\r\n"a"=${value}\r\n`;
  return Buffer.from(`\uFEFF${file}`, 'utf16le');
}

/** A text as a value of the registry: UTF-16, in hex. */
function hexLines(text: string): string {
  const hex = Buffer.from(text, 'utf16le')
    .toString('hex')
    .replace(/..(?!$)/g, '$&,');
  return `hex(7):${hex}`;
}

const readers: [name: string, hostile: string, longest: number, read: (text: string) => unknown][] = [
  ['a page: opened tags', '<title', MAX_RESPONSE_BYTES, page],
  ['a page: blanks', ' ', MAX_RESPONSE_BYTES, page],
  [
    'JSON: opened comments',
    '/*',
    1_000_000,
    (text) => findJsonExcess(text, { maxLength: 1e7, maxDepth: 32, maxEntries: 20_000 }),
  ],
  [
    'JSON: opened texts',
    '"\\',
    1_000_000,
    (text) => findJsonExcess(text, { maxLength: 1e7, maxDepth: 32, maxEntries: 20_000 }),
  ],
  ['an error: blanks', ' ', 64_000, (text) => toSingleLine(`${text}x`)],
  ['an error: line ends', ' \n', 64_000, (text) => toSingleLine(`${text}x`)],
  ...['key ', 'key: ', '://', '://a:', 'bearer ', 'abcdef', 'abcdef\n', 'a'.repeat(9), '%2', '-', 'a1-'].map(
    (hostile): [string, string, number, (text: string) => unknown] => [
      `the stderr of a program: ${JSON.stringify(hostile)}`,
      hostile,
      64_000,
      maskLikelySecrets,
    ],
  ),
  ...[`${secret.slice(0, 8)}zz`, `${secret.slice(0, 8)}.`, '%25', '\\\\u005c', '&#38;', '\\'].map(
    (hostile): [string, string, number, (text: string) => unknown] => [
      `a text with a known secret: ${hostile}`,
      hostile,
      64_000,
      createSecretFinder([secret]),
    ],
  ),
  ['the registry: NULs', '\0', 16_000, (text) => parseRegistryExport(registryExport(hexLines(`${text}x`)))],
  ...['"', '\\"', '[', '"a"=hex:00,', '\\\r\n', ' ', '\r\n', '"a"="'].flatMap(
    (hostile): [string, string, number, (text: string) => unknown][] => [
      [
        `the registry: a text value of ${JSON.stringify(hostile)}`,
        hostile,
        250_000,
        (text) => parseRegistryExport(registryExport(`"${text}`)),
      ],
      [
        `the registry: a binary value of ${JSON.stringify(hostile)}`,
        hostile,
        250_000,
        (text) => parseRegistryExport(registryExport(`hex:${text}`)),
      ],
    ],
  ),
  ['a policy: settings', '"a":1,\n', 100_000, (text) => parsePolicy(`{${text}`)],
  ['a reason in CSV: tabs', '\t', 64_000, exportReason],
  [
    'the message of a keychain',
    'org.freedesktop.secrets ',
    64_000,
    (text) => toKeychainError(text, { platform: 'linux', hasSessionBus: () => true }),
  ],
];

function exportReason(reason: string): unknown {
  const entry = statusSeen({ status: 'rest', reason }, MONDAY_9AM);
  return toCsv([{ seq: 1, entry }], 'UTC', (term) => term);
}

describe('linear in its length:', () => {
  it.each(readers)('%s', (_name, hostile, longest, read) => {
    const text = (length: number) => hostile.repeat(length / hostile.length);
    read(text(longest / 8));
    const once = cost(() => read(text(longest / 8)));
    const eightfold = cost(() => read(text(longest)));
    expect(eightfold / Math.max(once, CPU_CLOCK_RESOLUTION)).toBeLessThan(28);
  });
});

it("a page's title is searched in its first 4,096 characters", () => {
  const at = (place: number) => page(`${'<html>'.padEnd(place)}<title>Sign in</title>`);
  expect(at(4000)).toMatchObject({ kind: 'captivePortal', message: 'Sign in' });
  expect(at(4096)).toMatchObject({ kind: 'captivePortal', message: '' });
});

it('a list is read up to its limit: later items are not visited', () => {
  let parsedCount = 0;
  const item = z.pipe(
    z.unknown(),
    z.transform(() => (parsedCount += 1)),
  );
  expect(listOf(item, 3).parse(Array.from({ length: 5000 }, () => ({})))).toEqual([1, 2, 3]);
  expect(parsedCount).toBe(3);
});

describe('a stream of one-byte chunks', () => {
  it('is copied a few times, not once for each chunk', () => {
    const allocations = vi.spyOn(Buffer, 'allocUnsafe');
    const inbox = createInbox();
    const length = 100_000;
    for (let count = 0; count < length; count += 1) inbox.push(Uint8Array.of(count));
    const made = allocations.mock.results.map(({ value }) => (Buffer.isBuffer(value) ? value.length : 0));
    allocations.mockRestore();
    expect(inbox.bytes()).toEqual(Buffer.from(Array.from({ length }, (_, count) => count & 0xff)));
    expect(made.reduce((sum, size) => sum + size)).toBeLessThan(8 * length);
  });

  it('does not change the chunks it returned, and frees those that were taken', () => {
    const inbox = createInbox();
    inbox.push(Buffer.from('abcd'));
    const given = inbox.bytes().subarray(0, 2);
    inbox.consume(2);
    inbox.push(Buffer.from('efghijklmnop'));
    inbox.push(Buffer.from('q'));
    expect(inbox.bytes().toString()).toBe('cdefghijklmnopq');
    expect(given.toString()).toBe('ab');
  });
});
