import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseCaBundle } from '../../../main/trust/ca-bundle.ts';
import { createAuthority, der, extension, sequence } from '../../support/certificates.ts';

const first = createAuthority({ name: 'First CA' });
const second = createAuthority({ name: 'Second CA' });

it('parses every certificate of a file, with comments between them', () => {
  const bundle = parseCaBundle(`# by IT\n${first.cert}\nSecond CA\n=========\n${second.cert}\r\n`);
  expect(bundle.ok && bundle.authorities.map(({ subject }) => subject)).toEqual([
    'CN=First CA',
    'CN=Second CA',
  ]);
});

const distribution = '/etc/ssl/certs/ca-certificates.crt';
it.runIf(existsSync(distribution))("parses a distribution's bundle", () => {
  const text = readFileSync(distribution, 'utf8');
  const bundle = parseCaBundle(text);
  expect(bundle.ok && bundle.authorities.length).toBe(text.split('BEGIN CERTIFICATE').length - 1);
});

const limits = extension('551d1e', true, sequence(der(0xa0, sequence(der(0x82, Buffer.from('x'))))));

it.each([
  ['nothing', '', 'BEGIN CERTIFICATE?'],
  ['something else', 'export CA=1\n', 'BEGIN CERTIFICATE?'],
  ['a truncated certificate', first.cert + second.cert.slice(0, 200), '2: END?'],
  ['a damaged certificate', first.cert.replace(/MII/, 'AAA'), '1: '],
  ['a certificate that is not a CA', first.cert + first.issue({ hosts: ['localhost'] }).cert, '2: CA:FALSE'],
  ['name constraints', createAuthority({ more: [limits] }).cert, '1: extension 551d1e'],
  ['more than five hundred certificates', first.cert.repeat(501), '> 500'],
])('refuses a file with %s, and reports the position', (_what, text, message) => {
  const bundle = parseCaBundle(text);
  expect(bundle.ok ? '' : bundle.message).toContain(message);
});
