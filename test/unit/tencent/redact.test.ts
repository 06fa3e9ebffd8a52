import { expect, test } from 'vitest';
import { cleanLastWords, cleanText } from '../../../main/tencent/redact.ts';

test.each([
  ['AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE was refused', '•••• was refused'],
  ['signing with Gu5t9xGARNpq86cd98joQYCN3EXAMPLE', 'signing with ••••'],
  ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N is stale', '•••• is stale'],
  ['got aGVsbG8/d29ybGQx+MjM0NTY3ODkwYWJj/ZGVmZ2hpamts', 'got ••••'],
  ['password=hunter2 is wrong', 'password=•••• is wrong'],
  ['{"SecretKey": "abc", "user": "mei"}', '{"SecretKey": "••••", "user": "mei"}'],
  ['Authorization: Bearer abc.def', 'Authorization: •••• ••••'],
  ['got "bearer abc"', 'got "bearer ••••"'],
  ['https://mei:hunter2@idp.example/token', 'https://••••@idp.example/token'],
])('what looks like a secret is replaced: %s', (text, clean) => {
  expect(cleanLastWords(text, [])).toBe(clean);
});

test.each([
  'The token has expired; sign in again.',
  'ConnectionError: [Errno 111] Connection refused',
  '/opt/sso/bin/keys: line 3: curl: command not found',
  'getaddrinfo ENOTFOUND idp.corp.example',
  '无法连接到登录服务器 10.0.0.1:443',
])('what helps stays: %s', (text) => {
  expect(cleanLastWords(text, [])).toBe(text);
});

test('secrets that were seen are replaced wherever a long text is cut', () => {
  const secret = 'secretWithoutDigitsOrAnything';
  for (let blanks = 3_950; blanks < 4_010; blanks += 1) {
    const clean = cleanLastWords(`${secret}${' .'.repeat(blanks / 2)}`, [secret]);
    expect(clean).not.toContain(secret.slice(0, 12));
  }
});

test('of a long text the end is kept, or for a server’s message the beginning', () => {
  const text = `first ${'word '.repeat(2_000)}last`;
  expect(cleanLastWords(text, [])).toMatch(/^….{495}last$/u);
  expect(cleanText(text, [])).toMatch(/^first.{494}…$/u);
});

test('a run that never ends takes no time', () => {
  const started = performance.now();
  cleanLastWords('key'.repeat(1_000_000), []);
  cleanLastWords('a'.repeat(3_000_000), []);
  expect(performance.now() - started).toBeLessThan(1_000);
});
