/** Serves the window's page at `app://standby/` from the app's folder, with its Content Security Policy. */
import { protocol, type Session } from 'electron';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { isPackaged } from '../../runtime/packaged.ts';
import { CONTENT_SECURITY_POLICY } from './content-security-policy.ts';

export const APP_ORIGIN = 'app://standby';
export const APP_URL = `${APP_ORIGIN}/index.html`;

const mediaTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  // DevTools loads source maps.
  ...(isPackaged ? {} : { '.map': 'application/json' }),
};

/** Registers the scheme as standard and secure, with its own origin. Must run before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }]);
}

/** Serves the built page to its session; only files of `folder`. */
export function handleAppProtocol(page: Session, folder: string): void {
  page.protocol.handle('app', async (request) => {
    const path = resolveRequest(folder, request.url);
    const type = path && mediaTypes[extname(path)];
    if (request.method !== 'GET' || !path || !type) return new Response(null, { status: 404 });
    const file = await readFile(path).catch(() => null);
    if (!file) return new Response(null, { status: 404 });
    return new Response(file, {
      headers: {
        'content-type': type,
        'content-security-policy': CONTENT_SECURITY_POLICY,
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
      },
    });
  });
}

/** Resolves a URL to a file; null for another host, and for a path outside the folder. */
export function resolveRequest(folder: string, address: string): string | null {
  const url = URL.parse(address);
  if (url?.protocol !== 'app:' || url.host !== 'standby') return null;
  let path: string;
  try {
    path = decodeURIComponent(url.pathname);
  } catch {
    return null;
  }
  if (path.includes('\0')) return null;
  const file = normalize(join(folder, path));
  return file.startsWith(folder + sep) ? file : null;
}
