import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { CONTENT_SECURITY_POLICY } from '../../../main/desktop/security/content-security-policy.ts';
import { ipcCalls } from '../../../shared/ipc/ipc-channels.ts';
import { languages } from '../texts.ts';
import { installFakeApi } from './fake-api.ts';
import { fontFile, fontRules } from './fonts.ts';

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

export type RendererServer = { origin: string; close: () => void };

/** Extends the app's CSP, of the header or of the page, by the test fonts. The app itself loads no fonts. */
const allowTestFonts = (policy: string) => policy.replace("default-src 'none'", "$&; font-src 'self'");

/**
 * Serves the built page under the app's CSP. Over HTTP the browser keeps the files and their compiled code, which it does
 * not for files that `page.route()` fulfills.
 */
export async function serveRenderer(): Promise<RendererServer> {
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    readForTests(path).then(
      (body) => {
        response.writeHead(200, {
          'content-type': mediaTypes[extname(path)],
          'content-security-policy': allowTestFonts(CONTENT_SECURITY_POLICY),
          'cache-control': 'max-age=3600',
        });
        response.end(body);
      },
      // The page reports it on the console, which fails the test.
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server of the page has no port');
  return { origin: `http://127.0.0.1:${address.port}`, close: () => void server.close() };
}

export const AXE_PATH = '/axe.js';

/** What the page has in the tests only, by its path. */
const testScripts: Partial<Record<string, string>> = {
  '/fake-api.js': fakeApi(),
  [AXE_PATH]: readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8'),
};

function fakeApi(): string {
  const texts = Object.fromEntries(languages.all().map(({ tag }) => [tag, languages.texts(tag)]));
  return `(${String(installFakeApi)})(${JSON.stringify({ calls: ipcCalls, texts })})`;
}

async function readForTests(path: string): Promise<Buffer | string> {
  const testScript = testScripts[path];
  if (testScript !== undefined) return testScript;
  const extension = extname(path);
  const file = extension === '.woff2' ? fontFile(path) : join(folder, path);
  if (mediaTypes[extension] === undefined || file === null) throw new Error(`the page has no file ${path}`);
  return adaptForTests(await readFile(file), extension);
}

function adaptForTests(file: Buffer, extension: string): Buffer | string {
  switch (extension) {
    case '.css':
      return `${file.toString('utf8')}\n${fontRules}`;
    case '.html':
      // Before the scripts of the page, as the preload script of the window.
      return allowTestFonts(file.toString('utf8')).replace(
        '<head>',
        '$&<script src="/fake-api.js"></script>',
      );
    default:
      return file;
  }
}
