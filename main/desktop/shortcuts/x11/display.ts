/** Finds the X11 display of this process, by DISPLAY and the user's authority file. */
import { readFile } from 'node:fs/promises';
import { Socket } from 'node:net';
import { homedir, hostname } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../../../shared/clock.ts';
import type { KeyRegistrar, RegistrarCallbacks } from '../key-registrar.ts';
import { connectToX, type XConnection, type XEvents } from './connection.ts';
import { openX11Keys } from './x11-keys.ts';
import { findCookie, type Cookie } from './xauthority.ts';

type Environment = Partial<Record<string, string>>;

/** "[host]:number[.screen]"; local without a host, or with "unix". */
export function parseDisplay(display: string): { host: string; number: string; screen: number } | null {
  const [, host = '', number, screen = '0'] =
    /^(?:unix|([^/:]*)):(\d{1,4})(?:\.(\d{1,3}))?$/.exec(display) ?? [];
  return number === undefined ? null : { host, number, screen: Number(screen) };
}

/** Opens the global shortcuts of the display. Null: there is none, or its keyboard map cannot be read. */
export async function openDisplayKeys(
  environment: Environment,
  time: Pick<Clock, 'setTimer'>,
  callbacks: RegistrarCallbacks,
): Promise<KeyRegistrar | null> {
  const connect = await findDisplay(environment, time);
  return connect && openX11Keys({ ...callbacks, time, connect });
}

/** Returns what connects to the display. Null: DISPLAY names none. */
export async function findDisplay(
  environment: Environment,
  time: Pick<Clock, 'setTimer'>,
): Promise<((events: XEvents) => Promise<XConnection | null>) | null> {
  const display = parseDisplay(environment.DISPLAY ?? '');
  if (display === null) return null;
  const { host, number, screen } = display;
  const cookie = await readCookie(environment, number);
  return (events) => {
    const socket = new Socket();
    const connecting = connectToX({ ...events, socket, cookie, screen, time });
    if (host === '') socket.connect(`/tmp/.X11-unix/X${number}`);
    else socket.connect(6000 + Number(number), host);
    return connecting;
  };
}

/** Null without a file or a matching entry: some displays accept local users without a cookie. */
async function readCookie(environment: Environment, displayNumber: string): Promise<Cookie | null> {
  const path = environment.XAUTHORITY ?? join(homedir(), '.Xauthority');
  try {
    return findCookie(await readFile(path), displayNumber, hostname());
  } catch {
    return null;
  }
}
