import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import process from 'node:process';
import type { Page } from '@playwright/test';
import { CONTENT_SECURITY_POLICY } from '../../../main/desktop/security/content-security-policy.ts';
import { fontFile, fontRules } from './fonts.ts';

export const ORIGIN = 'https://standby.test';

/** The page as in a package; with --debug the one with source maps. */
const folder = join(
  import.meta.dirname,
  '../../../dist',
  process.env.PWDEBUG === undefined ? 'packaged/renderer' : 'renderer',
);

const mediaTypes: Partial<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
};

/** Extends the app's CSP, of the header or of the page, by the test fonts. The app itself loads no fonts. */
const allowTestFonts = (policy: string) => policy.replace("default-src 'none'", "$&; font-src 'self'");

/** Serves the built page under the app's CSP. Other requests are aborted and reported to `onForeignRequest`. */
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
    return route.fulfill({
      body: adaptForTests(await readFile(path), extension),
      contentType,
      headers: { 'content-security-policy': allowTestFonts(CONTENT_SECURITY_POLICY) },
    });
  });
}

function adaptForTests(file: Buffer, extension: string): Buffer | string {
  switch (extension) {
    case '.css':
      return `${file.toString('utf8')}\n${fontRules}`;
    case '.html':
      return allowTestFonts(file.toString('utf8'));
    default:
      return file;
  }
}
