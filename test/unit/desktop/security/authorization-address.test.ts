import { expect, test } from 'vitest';
import { isAuthorizationAddress } from '../../../../main/desktop/security/authorization-address.ts';

const ENDPOINT = 'https://login.example.com/tenant/authorize';

test('opens the discovered address with parameters', () => {
  expect(isAuthorizationAddress(`${ENDPOINT}?client_id=standby&state=1`, ENDPOINT)).toBe(true);
  expect(isAuthorizationAddress(`${ENDPOINT}?p=flow&state=1`, `${ENDPOINT}?p=flow`)).toBe(true);
});

test.each([
  'http://login.example.com/tenant/authorize?state=1',
  'https://login.example.org/tenant/authorize',
  'https://login.example.com:444/tenant/authorize',
  'https://login.example.com/tenant/authorize/../logout',
  'https://login.example.com/other',
  'https://mei@login.example.com/tenant/authorize',
  'https://mei:secret@login.example.com/tenant/authorize',
  'https://login.example.com/tenant/authorize#token',
  `${ENDPOINT}?${'x'.repeat(8_000)}`,
  'file:///etc/passwd',
  'ms-msdt:/id PCWDiagnostic',
  'javascript:alert(1)',
  '',
])('refuses to open %s', (address) => {
  expect(isAuthorizationAddress(address, ENDPOINT)).toBe(false);
});

test('refuses an address whose endpoint is not https', () => {
  const plain = ENDPOINT.replace('https', 'http');
  expect(isAuthorizationAddress(`${plain}?state=1`, plain)).toBe(false);
});
