/** Finds the X11 display that this process is to use, by DISPLAY and the user's authority file. */
import { readFile } from 'node:fs/promises';
import { Socket } from 'node:net';
import { homedir, hostname } from 'node:os';
import { join } from 'node:path';
import type { Time } from '../../time.ts';
import type { KeyRegistrar, RegistrarListeners } from '../key-registrar.ts';
import { connectToX } from './connection.ts';
import { openX11Keys } from './x11-keys.ts';
import { findCookie, type Cookie } from './xauthority.ts';

type Environment = Partial<Record<string, string>>;

/** "[host]:number[.screen]"; without a host, or with "unix", it is on this computer. */
export function parseDisplay(display: string): { host: string; number: string; screen: number } | null {
  const [, host = '', number, screen = '0'] =
    /^(?:unix|([^/:]*)):(\d{1,4})(?:\.(\d{1,3}))?$/.exec(display) ?? [];
  return number === undefined ? null : { host, number, screen: Number(screen) };
}

/** Opens the global keys of the display. Null: there is none, or its keyboard cannot be read. */
export async function openDisplayKeys(
  environment: Environment,
  time: Pick<Time, 'after'>,
  listeners: RegistrarListeners,
): Promise<KeyRegistrar | null> {
  const display = parseDisplay(environment.DISPLAY ?? '');
  if (display === null) return null;
  const { host, number, screen } = display;
  const cookie = await readCookie(environment, number);
  return openX11Keys({
    ...listeners,
    time,
    connect: (events) => {
      const socket = new Socket();
      const connecting = connectToX({ ...events, socket, cookie, screen, time });
      if (host === '') socket.connect(`/tmp/.X11-unix/X${number}`);
      else socket.connect(6000 + Number(number), host);
      return connecting;
    },
  });
}

/** Null where there is no file or no fit entry: some displays let this computer's user in without. */
async function readCookie(environment: Environment, displayNumber: string): Promise<Cookie | null> {
  const path = environment.XAUTHORITY ?? join(homedir(), '.Xauthority');
  try {
    return findCookie(await readFile(path), displayNumber, hostname());
  } catch {
    return null;
  }
}
