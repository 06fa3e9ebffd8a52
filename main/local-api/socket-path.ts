/**
 * Chooses where the local API listens. On Linux and macOS that is a Unix socket in a folder that only its owner can enter; on Windows a
 * named pipe whose name cannot be guessed.
 */
import { chmodSync, lstatSync, mkdirSync, unlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { errorMessage } from '../../shared/errors.ts';

export type SocketPlaces = {
  platform: NodeJS.Platform;
  /** The profile's folder. */
  profileFolder: string;
  /** Names the profile in folders that several profiles share. */
  profileHash: string;
  /** `XDG_RUNTIME_DIR`. */
  runtimeFolder: string | undefined;
  /** For a profile whose path is too long. */
  temporaryFolder: string;
  uid: number;
};

/** The size of `sun_path` without its final zero, in bytes. */
const MAX_PATH_BYTES = { linux: 107, other: 103 };

const SOCKET = 'api.sock';

/** The folders to try, the best first. The systemd folder is in memory and is removed when the user logs off. */
export function socketFolders(places: SocketPlaces): string[] {
  const { runtimeFolder, profileFolder, temporaryFolder, profileHash, uid } = places;
  const name = `standby-${profileHash}`;
  return [
    ...(runtimeFolder?.startsWith('/') === true ? [join(runtimeFolder, name)] : []),
    join(profileFolder, 'local-api'),
    join(temporaryFolder, `${name}-${uid}`),
  ];
}

/** @returns null when the system cannot address a socket in the folder, because its path is too long */
export function socketIn(folder: string, platform: NodeJS.Platform): string | null {
  const path = join(folder, SOCKET);
  const max = platform === 'linux' ? MAX_PATH_BYTES.linux : MAX_PATH_BYTES.other;
  return Buffer.byteLength(path) <= max ? path : null;
}

/** The name of the pipe on Windows. @param random is not known to other users */
export function pipeName(random: string): string {
  return `\\\\.\\pipe\\standby-${random}`;
}

/**
 * Creates the folder of a socket, or checks the one that is there: it must be a folder and not a link, of this user, and closed to all
 * others. @returns why it cannot be used, or null
 */
export function prepareFolder(folder: string, uid: number): string | null {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) return errorMessage(error);
  }
  try {
    const stats = lstatSync(folder);
    if (!stats.isDirectory()) return `${folder} is not a folder`;
    if (stats.uid !== uid) return `${folder} belongs to another user`;
    if ((stats.mode & 0o777) !== 0o700) chmodSync(folder, 0o700);
    return null;
  } catch (error) {
    return errorMessage(error);
  }
}

/**
 * Removes the socket of an app that has crashed: one of this user that nothing listens on.
 * @returns why the path cannot be used, or null
 */
export async function removeStaleSocket(path: string, uid: number): Promise<string | null> {
  try {
    const stats = lstatSync(path);
    if (!stats.isSocket()) return `${path} is not a socket`;
    if (stats.uid !== uid) return `${path} belongs to another user`;
  } catch (error) {
    return hasCode(error, 'ENOENT') ? null : errorMessage(error);
  }
  const state = await probe(path);
  if (state === 'ENOENT') return null;
  if (state !== 'ECONNREFUSED') return `${path} is in use (${state})`;
  try {
    unlinkSync(path);
    return null;
  } catch (error) {
    return hasCode(error, 'ENOENT') ? null : errorMessage(error);
  }
}

/** @returns the error code of a connection, or "connected" */
function probe(path: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve('connected');
    });
    socket.once('error', (error) => {
      resolve('code' in error ? String(error.code) : error.message);
    });
  });
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
