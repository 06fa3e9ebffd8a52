import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'vite';
import { renderer } from '../build/programs.mjs';
import { repoDir } from '../paths.mjs';

/**
 * Starts Vite's server for the window's page, on 127.0.0.1. The app forwards the page's requests to it. The page opens one
 * connection to it, through which Vite reports edits.
 * @param {{ cacheDir: string, target: import('../build/targets.mjs').TargetName }} options
 */
export async function startRendererServer({ cacheDir, target }) {
  const http = createHttpServer();
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const address = http.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  const nonce = randomBytes(16).toString('hex');
  const config = renderer({ outDir: cacheDir, target, isPackaged: false });
  const vite = await createServer({
    ...config,
    cacheDir,
    html: { cspNonce: nonce },
    server: {
      middlewareMode: true,
      fs: { allow: [repoDir] },
      cors: false,
      hmr: { server: http, protocol: 'ws', host: '127.0.0.1', clientPort: address.port },
    },
    plugins: [
      ...(config.plugins ?? []),
      {
        name: 'standby:dev-policy',
        transformIndexHtml: {
          order: 'pre',
          handler: (html) => loosenPolicy(html, nonce, `ws://127.0.0.1:${address.port}`),
        },
      },
    ],
  });
  http.on('request', vite.middlewares);
  return {
    url: `http://127.0.0.1:${address.port}`,
    watcher: vite.watcher,
    close: async () => {
      await vite.close();
      http.close();
    },
  };
}

/**
 * Extends the policy of the page by what Vite needs: its inline scripts and styles, and its connection.
 * @param {string} html
 * @param {string} nonce
 * @param {string} socket
 */
export function loosenPolicy(html, nonce, socket) {
  const changes = /** @type {const} */ ([
    ["script-src 'self'", `script-src 'self' 'nonce-${nonce}'`],
    ["style-src 'self'", `style-src 'self' 'nonce-${nonce}'`],
    ["connect-src 'none'", `connect-src ${socket}`],
  ]);
  return changes.reduce((page, [from, to]) => {
    if (!page.includes(from)) throw new Error(`renderer/index.html has no ${from} in its policy`);
    return page.replace(from, to);
  }, html);
}
