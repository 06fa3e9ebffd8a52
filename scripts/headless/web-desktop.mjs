import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { log } from '../log.mjs';

/** The same at each start while it is free, so that a forwarded port and a bookmark stay valid. */
const PREFERRED_PORT = 6080;

/** VNC compares no more than eight characters. */
const PASSWORD_LENGTH = 8;

/** Without characters that look alike. */
const PASSWORD_CHARACTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789';

/**
 * Chooses port and password of the web page that shows a desktop.
 * @returns {Promise<Record<string, string>>} the variables from which session.sh serves and announces it; the address is for
 *   the command on the desktop
 */
export async function planWebDesktop() {
  const port = await findFreePort();
  const password = createPassword();
  const address = webAddress(port, password);
  return {
    HEADLESS_WEB_PORT: String(port),
    HEADLESS_WEB_PASSWORD: password,
    HEADLESS_WEB_ADDRESS: address,
    HEADLESS_WEB_MESSAGE: webMessage(port, address),
  };
}

function createPassword() {
  const character = () => PASSWORD_CHARACTERS.charAt(randomInt(PASSWORD_CHARACTERS.length));
  return Array.from({ length: PASSWORD_LENGTH }, character).join('');
}

/**
 * noVNC reads its settings after the `#`, which a browser does not send: the password is in no request and in no log.
 * @param {number} port
 * @param {string} password
 */
function webAddress(port, password) {
  return `http://127.0.0.1:${port}/vnc.html#autoconnect=true&resize=scale&password=${password}`;
}

/**
 * @param {number} port
 * @param {string} address
 */
function webMessage(port, address) {
  return [
    'standby: no display, so Standby runs on a virtual desktop. Open this page on this computer:',
    '',
    `  ${address}`,
    '',
    'To open it on another computer, first run this there:',
    '',
    `  ssh -N -L ${port}:127.0.0.1:${port} USER@HOST`,
    '',
    'Ctrl+C ends the desktop and deletes what is on it: settings, logs and keys.',
    '',
  ].join('\n');
}

async function findFreePort() {
  try {
    return await listenOnce(PREFERRED_PORT);
  } catch {
    const port = await listenOnce(0);
    log(`port ${PREFERRED_PORT} is in use; the page of the desktop gets port ${port}`);
    return port;
  }
}

/**
 * Listens on a port of 127.0.0.1 and closes it again. Rejects when the port is in use.
 * @param {number} wanted 0 for any free port
 * @returns {Promise<number>} the port
 */
async function listenOnce(wanted) {
  const server = createServer().listen(wanted, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : wanted;
}
