import { type MessageBus, Variant } from '@particle/dbus-next';
import { callMethod, connectToBus, unwrap } from './dbus.ts';

const service = 'org.freedesktop.secrets';
const servicePath = '/org/freedesktop/secrets';
const serviceInterface = 'org.freedesktop.Secret.Service';
const collectionPath = '/org/freedesktop/secrets/aliases/default';

/** A secret in the session's keyring. */
export interface KeyringItem {
  label: string;
  attributes: Record<string, string>;
  secret: string;
}

/** Reads all secrets of the session's keyring, independently of the app. */
export function readKeyring(): Promise<KeyringItem[]> {
  return withBus(async (bus) => {
    const session = await openSession(bus);
    const paths = (await readProperty(bus, collectionPath, 'Collection', 'Items')) as string[];
    return Promise.all(
      paths.map(async (path) => {
        const [reply] = await callSecretService(bus, path, 'org.freedesktop.Secret.Item', 'GetSecret', 'o', [
          session,
        ]);
        const [, , value] = reply as [
          session: string,
          parameters: Buffer,
          value: Buffer,
          contentType: string,
        ];
        return {
          label: String(await readProperty(bus, path, 'Item', 'Label')),
          attributes: (await readProperty(bus, path, 'Item', 'Attributes')) as Record<string, string>,
          secret: Buffer.from(value).toString('utf8'),
        };
      }),
    );
  });
}

/** Deletes all secrets of the session's keyring, so that a test starts with an empty one. */
export function clearKeyring(): Promise<void> {
  return withBus(async (bus) => {
    const paths = (await readProperty(bus, collectionPath, 'Collection', 'Items')) as string[];
    for (const path of paths) await callSecretService(bus, path, 'org.freedesktop.Secret.Item', 'Delete');
  });
}

/** Locks the session's keyring. */
export function lockKeyring(): Promise<void> {
  return withBus(async (bus) => {
    const collection = await defaultCollection(bus);
    await callSecretService(bus, servicePath, serviceInterface, 'Lock', 'ao', [[collection]]);
  });
}

/**
 * Suspends the keyring's process, so that it does not respond to calls.
 * @returns resumes it; it then handles the pending calls
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

/** Unlocks it with the password of the headless desktop, instead of by a prompt on the display. */
export function unlockKeyring(): Promise<void> {
  return withBus(async (bus) => {
    const session = await openSession(bus);
    const password = Buffer.from(process.env.HEADLESS_KEYRING_PASSWORD ?? '');
    await callSecretService(
      bus,
      servicePath,
      'org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface',
      'UnlockWithMasterPassword',
      'o(oayays)',
      [await defaultCollection(bus), [session, Buffer.alloc(0), password, 'text/plain']],
    );
  });
}

/** Secrets are transferred in plain text: the bus is local, and the secrets are invented. */
async function openSession(bus: MessageBus): Promise<unknown> {
  const plain = ['plain', new Variant('s', '')];
  const [, session] = await callSecretService(bus, servicePath, serviceInterface, 'OpenSession', 'sv', plain);
  return session;
}

async function defaultCollection(bus: MessageBus): Promise<unknown> {
  const [collection] = await callSecretService(bus, servicePath, serviceInterface, 'ReadAlias', 's', [
    'default',
  ]);
  return collection;
}

async function readProperty(bus: MessageBus, path: string, of: 'Collection' | 'Item', name: string) {
  const [value] = await callSecretService(bus, path, 'org.freedesktop.DBus.Properties', 'Get', 'ss', [
    `org.freedesktop.Secret.${of}`,
    name,
  ]);
  return unwrap(value);
}

function callSecretService(
  bus: MessageBus,
  path: string,
  iface: string,
  member: string,
  signature = '',
  body: unknown[] = [],
): Promise<unknown[]> {
  return callMethod(bus, { destination: service, path, interface: iface, member, signature, body });
}

/** The keyring returns secrets only to the connection that opened the session, so each task opens one. */
async function withBus<Result>(task: (bus: MessageBus) => Promise<Result>): Promise<Result> {
  const bus = connectToBus();
  try {
    return await task(bus);
  } finally {
    bus.disconnect();
  }
}
