import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Page } from '@playwright/test';
import { CONTENT_SECURITY_POLICY } from '../../../main/desktop/content-security-policy.ts';
import { fontFile, fontRules } from './fonts.ts';

export const ORIGIN = 'https://standby.test';

const folder = join(import.meta.dirname, '../../../dist/renderer');

const mediaTypes: Partial<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
};

/** The app's own policy; but the tests' letters come from beside the page, where the app has none. */
const policy = `${CONTENT_SECURITY_POLICY}; font-src 'self'`;

/** Serves the built page under the app's policy, and nothing else: whatever else it asks for is cut off and named. */
export async function serveRenderer(page: Page, onForeignRequest: (url: string) => void): Promise<void> {
  await page.route('**', async (route) => {
    const url = new URL(route.request().url());
    const extension = extname(url.pathname);
    const contentType = mediaTypes[extension];
    const path = extension === '.woff2' ? fontFile(url.pathname) : join(folder, url.pathname);
    if (url.origin !== ORIGIN || contentType === undefined || path === null) {
      onForeignRequest(url.href);
      return route.abort();
    }
    const file = await readFile(path);
    return route.fulfill({
      body: extension === '.css' ? `${file.toString('utf8')}\n${fontRules}` : file,
      contentType,
      headers: { 'content-security-policy': policy },
    });
  });
}
