/** Serves the window's page from Vite's server during development, so that edited modules are replaced in the open window. */
import type { Session } from 'electron';
import { APP_ORIGIN } from './app-protocol.ts';

const ARGUMENT = '--dev-server=';

/** Reads the server's address from the argument that `npm run dev` passes. Only an address on 127.0.0.1 is accepted. */
export function findDevServer(args: readonly string[]): string | undefined {
  const address = args.find((arg) => arg.startsWith(ARGUMENT))?.slice(ARGUMENT.length);
  return address !== undefined && /^http:\/\/127\.0\.0\.1:\d+$/.test(address) ? address : undefined;
}

/**
 * Serves the page at `app://standby`, so the checks of its origin need no exception. The page may load its files and open one
 * connection, through which Vite reports edits.
 */
export function serveFromDevServer(page: Session, address: string): void {
  const socket = `${address.replace(/^http/, 'ws')}/`;
  page.protocol.handle('app', ({ url, headers }) => {
    const { pathname, search } = new URL(url);
    return fetch(`${address}${pathname}${search}`, { headers });
  });
  page.webRequest.onBeforeRequest(({ url }, callback) => {
    const allowed = [`${APP_ORIGIN}/`, 'devtools://', socket];
    callback({ cancel: !allowed.some((start) => url.startsWith(start)) });
  });
}
