/** Finds the sockets on which processes listen, in the tables of the kernel. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** The tables below /proc/net, with the state of a socket that takes what anybody sends: LISTEN, and UDP without a peer. */
const TABLES = [
  { name: 'tcp', state: '0A' },
  { name: 'tcp6', state: '0A' },
  { name: 'udp', state: '07' },
  { name: 'udp6', state: '07' },
];

/** 127.0.0.1, ::1 and ::ffff:127.0.0.1 as the kernel writes them. */
const LOOPBACK_ADDRESSES = new Set([
  '0100007F',
  '00000000000000000000000001000000',
  '0000000000000000FFFF00000100007F',
]);

/** A socket on which a process listens. */
export interface ListeningSocket {
  port: number;
  isLoopback: boolean;
}

/** The TCP and UDP sockets on which any of the processes listens. */
export function findListeningSockets(processIds: readonly number[]): ListeningSocket[] {
  const inodes = new Set(processIds.flatMap(findSocketInodes));
  return TABLES.flatMap(({ name, state }) =>
    readFileSync(`/proc/net/${name}`, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((columns) => columns[3] === state && inodes.has(columns[9] ?? ''))
      .map(([, localAddress = '']) => {
        const [address = '', port = ''] = localAddress.split(':');
        return { port: Number.parseInt(port, 16), isLoopback: LOOPBACK_ADDRESSES.has(address) };
      }),
  );
}

function findSocketInodes(processId: number): string[] {
  const dir = `/proc/${processId}/fd`;
  return readOrElse(() => readdirSync(dir), []).flatMap((fd) => {
    const target = readOrElse(() => readlinkSync(`${dir}/${fd}`), '');
    return /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? [];
  });
}

/** A process may have ended meanwhile; Chromium's sandboxed ones cannot be read, and have no network. */
function readOrElse<Value>(read: () => Value, otherwise: Value): Value {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
