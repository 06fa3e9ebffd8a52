import { expect, test } from 'vitest';
import { redactStderr, redactText } from '../../../../tencent/redact/redact.ts';

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
])('a likely secret is masked: %s', (text, clean) => {
  expect(redactStderr(text, [])).toBe(clean);
});

test.each([
  'The token has expired; sign in again.',
  'ConnectionError: [Errno 111] Connection refused',
  '/opt/sso/bin/keys: line 3: curl: command not found',
  'getaddrinfo ENOTFOUND idp.corp.example',
  '无法连接到登录服务器 10.0.0.1:443',
])('useful text stays: %s', (text) => {
  expect(redactStderr(text, [])).toBe(text);
});

test('known secrets are masked wherever a long text is cut', () => {
  const secret = 'secretWithoutDigitsOrAnything';
  for (let blanks = 3_950; blanks < 4_010; blanks += 1) {
    const clean = redactStderr(`${secret}${' .'.repeat(blanks / 2)}`, [secret]);
    expect(clean).not.toContain(secret.slice(0, 12));
  }
});

test("the end of a long stderr is kept, and the beginning of a server's message", () => {
  const text = `first ${'word '.repeat(2_000)}last`;
  expect(redactStderr(text, [])).toMatch(/^….{495}last$/u);
  expect(redactText(text, [])).toMatch(/^first.{494}…$/u);
});

test('an endless run is processed quickly', () => {
  const started = performance.now();
  redactStderr('key'.repeat(1_000_000), []);
  redactStderr('a'.repeat(3_000_000), []);
  expect(performance.now() - started).toBeLessThan(1_000);
});
