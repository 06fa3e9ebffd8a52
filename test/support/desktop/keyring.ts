import { type MessageBus, Variant } from '@particle/dbus-next';
import { callMethod, connectToBus, unwrap } from './dbus.ts';

const service = 'org.freedesktop.secrets';
const servicePath = '/org/freedesktop/secrets';
const serviceInterface = 'org.freedesktop.Secret.Service';
const collectionPath = '/org/freedesktop/secrets/aliases/default';

/** A secret as it lies in the session's keyring. */
export interface KeyringItem {
  label: string;
  attributes: Record<string, string>;
  secret: string;
}

/** Reads everything in the session's keyring, past the app: what it holds is what the app really stored. */
export function readKeyring(): Promise<KeyringItem[]> {
  return withBus(async (bus) => {
    const session = await openSession(bus);
    const paths = (await property(bus, collectionPath, 'Collection', 'Items')) as string[];
    return Promise.all(
      paths.map(async (path) => {
        const [reply] = await call(bus, path, 'org.freedesktop.Secret.Item', 'GetSecret', 'o', [session]);
        const [, , value] = reply as [
          session: string,
          parameters: Buffer,
          value: Buffer,
          contentType: string,
        ];
        return {
          label: String(await property(bus, path, 'Item', 'Label')),
          attributes: (await property(bus, path, 'Item', 'Attributes')) as Record<string, string>,
          secret: Buffer.from(value).toString('utf8'),
        };
      }),
    );
  });
}

/** Deletes everything in the session's keyring, so that a test starts as on a new machine. */
export function emptyKeyring(): Promise<void> {
  return withBus(async (bus) => {
    const paths = (await property(bus, collectionPath, 'Collection', 'Items')) as string[];
    for (const path of paths) await call(bus, path, 'org.freedesktop.Secret.Item', 'Delete');
  });
}

/** Locks the session's keyring, as a desktop does when its user is away. */
export function lockKeyring(): Promise<void> {
  return withBus(async (bus) => {
    const collection = await defaultCollection(bus);
    await call(bus, servicePath, serviceInterface, 'Lock', 'ao', [[collection]]);
  });
}

/**
 * Stops the keyring's program where it is, as while it waits for its user: calls to it stay unanswered.
 * @returns lets it go on; what was asked meanwhile is then done
 */
export async function freezeKeyring(): Promise<() => void> {
  const pid = await withBus(async (bus) => {
    const busName = 'org.freedesktop.DBus';
    const asked = { destination: busName, path: '/org/freedesktop/DBus', interface: busName, signature: 's' };
    const [found] = await callMethod(bus, {
      ...asked,
      member: 'GetConnectionUnixProcessID',
      body: [service],
    });
    return Number(found);
  });
  process.kill(pid, 'SIGSTOP');
  return () => process.kill(pid, 'SIGCONT');
}

/** Unlocks it again with the password of the rig, where its own way would ask on the display. */
export function unlockKeyring(): Promise<void> {
  return withBus(async (bus) => {
    const session = await openSession(bus);
    const password = Buffer.from(process.env.RIG_KEYRING_PASSWORD ?? '');
    await call(
      bus,
      servicePath,
      'org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface',
      'UnlockWithMasterPassword',
      'o(oayays)',
      [await defaultCollection(bus), [session, Buffer.alloc(0), password, 'text/plain']],
    );
  });
}

/** Secrets travel in plain text: the bus is this machine's, and the secrets are made up. */
async function openSession(bus: MessageBus): Promise<unknown> {
  const plain = ['plain', new Variant('s', '')];
  const [, session] = await call(bus, servicePath, serviceInterface, 'OpenSession', 'sv', plain);
  return session;
}

async function defaultCollection(bus: MessageBus): Promise<unknown> {
  const [collection] = await call(bus, servicePath, serviceInterface, 'ReadAlias', 's', ['default']);
  return collection;
}

async function property(bus: MessageBus, path: string, of: 'Collection' | 'Item', name: string) {
  const [value] = await call(bus, path, 'org.freedesktop.DBus.Properties', 'Get', 'ss', [
    `org.freedesktop.Secret.${of}`,
    name,
  ]);
  return unwrap(value);
}

function call(
  bus: MessageBus,
  path: string,
  iface: string,
  member: string,
  signature = '',
  body: unknown[] = [],
): Promise<unknown[]> {
  return callMethod(bus, { destination: service, path, interface: iface, member, signature, body });
}

/** Secrets are handed out to the connection that opened the session, so each task has one of its own. */
async function withBus<Result>(task: (bus: MessageBus) => Promise<Result>): Promise<Result> {
  const bus = connectToBus();
  try {
    return await task(bus);
  } finally {
    bus.disconnect();
  }
}
