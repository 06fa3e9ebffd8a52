import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Page } from '@playwright/test';
import { CONTENT_SECURITY_POLICY } from '../../../main/desktop/content-security-policy.ts';

export const ORIGIN = 'https://standby.test';

const folder = join(import.meta.dirname, '../../../dist/renderer');

const mediaTypes: Partial<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

/** Serves the built page under the app's policy, and nothing else: whatever else it asks for is cut off and named. */
export async function serveRenderer(page: Page, onForeignRequest: (url: string) => void): Promise<void> {
  await page.route('**', async (route) => {
    const url = new URL(route.request().url());
    const contentType = mediaTypes[extname(url.pathname)];
    if (url.origin !== ORIGIN || contentType === undefined) {
      onForeignRequest(url.href);
      return route.abort();
    }
    return route.fulfill({
      body: await readFile(join(folder, url.pathname)),
      contentType,
      headers: { 'content-security-policy': CONTENT_SECURITY_POLICY },
    });
  });
}
