import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CONTENT_SECURITY_POLICY } from '../../../../main/desktop/security/content-security-policy.ts';

test('the page contains the content security policy of its header in a meta element, too', () => {
  const page = readFileSync(new URL('../../../../renderer/index.html', import.meta.url), 'utf8');
  const [, inPage] = /http-equiv="Content-Security-Policy"\s+content="([^"]*)"/.exec(page) ?? [];
  // The only directive that is ignored in a meta element.
  expect(inPage).toBe(CONTENT_SECURITY_POLICY.replace("frame-ancestors 'none'; ", ''));
  // Before everything that it restricts.
  expect(page.indexOf('Content-Security-Policy')).toBeLessThan(page.search(/<(?:link|script|style|img)/));
});
