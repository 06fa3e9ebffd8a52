/** Chooses the source of the window's page: the app's folder, or Vite's server during development. */
import process from 'node:process';
import type { Session } from 'electron';
import { handleAppProtocol } from './app-protocol.ts';

/** Defined by the build. The bundler removes the branch of the development server from packages. */
declare const BUILT_FOR_PACKAGE: boolean;

/** Serves the page to its session. */
export async function servePage(page: Session, folder: string): Promise<void> {
  if (!BUILT_FOR_PACKAGE) {
    const { findDevServer, serveFromDevServer } = await import('./dev-server.ts');
    const address = findDevServer(process.argv);
    if (address !== undefined) {
      serveFromDevServer(page, address);
      return;
    }
  }
  handleAppProtocol(page, folder);
}
