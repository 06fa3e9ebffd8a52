import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readPolicy, type PolicyResult } from '../../../main/settings/policy/policy.ts';
import { applyCaBundle } from '../../../main/settings/policy/apply-ca-bundle.ts';
import { systemClock } from '../../../shared/clock.ts';
import { createAuthority } from '../../support/certificates.ts';
import { removeFolder } from '../../support/unit/remove-folder.ts';

const ownUid = process.getuid?.() ?? 0;
const { cert } = createAuthority({ name: 'Company CA' });

function bundleFile(content = cert, mode = 0o644): string {
  const folder = mkdtempSync(join(tmpdir(), 'standby-ca-'));
  onTestFinished(() => removeFolder(folder));
  const path = join(folder, 'ca.pem');
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
}

const naming = (caBundle: string): PolicyResult => ({
  policy: { reduceNotifications: true, caBundle },
  file: '/etc/standby/policy.json',
  errors: [],
});

type Judged = { platform?: NodeJS.Platform; owners?: number[] };

/** Applies a policy that names the file, and returns the policy and what was trusted. */
function apply(path: string, { platform = 'linux', owners = [0, ownUid] }: Judged = {}) {
  const trusted: string[] = [];
  const read = applyCaBundle(naming(path), {
    owners,
    platform,
    trust: (authorities) => trusted.push(...authorities.map(({ subject }) => subject)),
  });
  return { ...read, trusted };
}

const refused = (kind: string, expected: unknown = '') => ({
  policy: { reduceNotifications: true },
  errors: [{ line: null, setting: 'caBundle', kind, expected }],
  trusted: [],
});

it('what only administrators can write is trusted', () => {
  const path = bundleFile();
  expect(apply(path)).toEqual({ ...naming(path), trusted: ['CN=Company CA'] });
  for (const mode of [0o600, 0o444]) expect(apply(bundleFile(cert, mode)).trusted).toHaveLength(1);
});

it('a policy without a CA bundle is not affected', () => {
  const read = { policy: { reduceNotifications: true }, file: null, errors: [] };
  const trust = () => expect.unreachable();
  expect(applyCaBundle(read, { owners: [0], platform: 'linux', trust })).toBe(read);
});

describe('what others can write is not', () => {
  it.each([0o666, 0o664, 0o646])('a CA bundle of mode %o is not trusted', (mode) => {
    const path = bundleFile(cert, mode);
    expect(apply(path)).toMatchObject(refused('unsafeFile', path));
  });

  it('a CA bundle in a folder that others can write is not trusted', () => {
    const path = bundleFile();
    chmodSync(dirname(path), 0o777);
    expect(apply(path)).toMatchObject(refused('unsafeFile', dirname(path)));
  });

  it.runIf(ownUid === 0)('a CA bundle of another owner, or their link to a valid one, is not trusted', () => {
    const path = bundleFile();
    const link = `${path}.link`;
    symlinkSync(path, link);
    expect(apply(link).trusted).toHaveLength(1);
    chownSync(path, 12_345, 12_345);
    expect(apply(path, { owners: [0] })).toMatchObject(refused('unsafeFile', path));
    expect(apply(link, { owners: [0] })).toMatchObject(refused('unsafeFile', path));
  });

  it('a CA bundle that is named by a policy which others can write is not trusted', async () => {
    const policy = bundleFile(JSON.stringify({ caBundle: bundleFile() }), 0o666);
    const place = { kind: 'file', path: policy, owners: [0, ownUid] } as const;
    const read = await readPolicy(place, { languages: ['en'], time: systemClock });
    expect(read.policy).toEqual({});
    expect(read.errors).toMatchObject([{ line: 1, setting: 'caBundle', kind: 'notAllowed' }]);
  });
});

describe('what cannot be read is said, and the rest applies', () => {
  it.each([
    ['is not there', () => '/etc/standby-no-such-file.pem', 'unreadable', 'ENOENT'],
    ['is a folder', () => dirname(bundleFile()), 'unreadable', 'EISDIR'],
    ['is too large', () => bundleFile(cert.padEnd(4_000_001, '\n')), 'unreadable', '4000000'],
    ['is empty', () => bundleFile(''), 'notCertificates', 'BEGIN CERTIFICATE?'],
    ['breaks off', () => bundleFile(cert.slice(0, 90)), 'notCertificates', '1: END?'],
  ])('a CA bundle that %s is reported', (_what, path, kind, expected) => {
    expect(apply(path())).toMatchObject(refused(kind, expect.stringContaining(expected)));
  });

  it('a CA bundle that is a pipe is reported without blocking', () => {
    const path = bundleFile();
    rmSync(path);
    execFileSync('/usr/bin/mkfifo', [path]);
    expect(apply(path)).toMatchObject({ policy: { reduceNotifications: true }, trusted: [] });
  });
});

it.each(['win32', 'darwin'] as const)(
  'on %s the system’s certificate store is used instead of a CA bundle',
  (platform) => {
    expect(apply(bundleFile(), { platform })).toMatchObject(refused('systemStore'));
  },
);
