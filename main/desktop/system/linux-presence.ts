/**
 * Detects the agent's presence on Linux over D-Bus: screen lockers and Mutter on the session bus, logind on the system bus.
 * Independent of the desktop's name: every service is queried, and those that reply count. Imported only where needed.
 *
 * Not used: logind's IdleHint, which is no counter and so cannot confirm input; a locker's GetSessionIdleTime, which Electron
 * reads from the X server, and whose unit differs between desktops.
 */
import * as z from 'zod/mini';
import type { LockReport } from '../../automation/presence.ts';
import type { PresenceSource, PresenceReading, PresenceEvent } from '../../automation/presence-watch.ts';
import type { Clock } from '../../../shared/clock.ts';
import type { IncomingMessage, MethodCall } from '../dbus/message.ts';
import { connectToBus, matchSignals, sessionBusAddress, type MessageBus } from '../dbus/message-bus.ts';

/** Screen lockers: bus name, which is also the interface, and path. KDE's path differs from the specification's. */
const lockers = [
  ['org.freedesktop.ScreenSaver', '/org/freedesktop/ScreenSaver'],
  ['org.freedesktop.ScreenSaver', '/ScreenSaver'],
  ['org.gnome.ScreenSaver', '/org/gnome/ScreenSaver'],
  ['org.cinnamon.ScreenSaver', '/org/cinnamon/ScreenSaver'],
  ['org.mate.ScreenSaver', '/org/mate/ScreenSaver'],
  ['org.xfce.ScreenSaver', '/org/xfce/ScreenSaver'],
  ['org.ukui.ScreenSaver', '/'],
] as const;

/** A slower service counts as missing. */
const CALL_MS = 2_000;

const LOGIND = 'org.freedesktop.login1';
const SESSION = `${LOGIND}.Session`;
/** logind's path for the caller's session. */
const OWN_SESSION = '/org/freedesktop/login1/session/auto';

const oneBoolean = z.tuple([z.boolean()]);
const oneNumber = z.tuple([z.number()]);
const oneText = z.tuple([z.string()]);
/** D-Bus dictionaries are decoded to arrays of entries. */
const dictionary = z.tuple([z.array(z.tuple([z.string(), z.unknown()]))]);
const sessionProperties = z.object({
  Id: z.optional(z.string()),
  Active: z.optional(z.boolean()),
  LockedHint: z.optional(z.boolean()),
});

export function createLinuxPresence(time: Clock, env: NodeJS.ProcessEnv): PresenceSource {
  const query = (link: BusLink, call: MethodCall) => callWithTimeout(time, link, call);
  let emit: (event: PresenceEvent) => void = () => {};
  /** logind's path of this session, which identifies its signals. */
  let sessionPath: string | null = null;
  /** logind reports "not locked" for every session whose locker does not use it. Reliable once it reported a lock. */
  let hasSeenLockHint = false;

  const session = createBusLink(time, sessionBusAddress(env) ?? '', {
    rules: ["member='ActiveChanged'"],
    onSignal: ({ interface: from }) => {
      if (lockers.some(([name]) => name === from)) emit('changed');
    },
  });
  const system = createBusLink(time, env.DBUS_SYSTEM_BUS_ADDRESS ?? 'unix:path=/run/dbus/system_bus_socket', {
    rules: [
      `sender='${LOGIND}',interface='${SESSION}'`,
      `sender='${LOGIND}',interface='org.freedesktop.DBus.Properties',path_namespace='/org/freedesktop/login1/session'`,
    ],
    onSignal: ({ path, member }) => {
      if (path !== sessionPath) return;
      emit(member === 'Lock' ? 'lockRequested' : 'changed');
    },
  });

  async function queryLocker([name, path]: (typeof lockers)[number]): Promise<Omit<LockReport, 'at'> | null> {
    const reply = await query(session, { destination: name, path, interface: name, member: 'GetActive' });
    const active = oneBoolean.safeParse(reply);
    return active.success ? { source: name, locked: active.data[0], isReliable: true } : null;
  }

  async function queryMutter(): Promise<Record<string, number>> {
    const destination = 'org.gnome.Mutter.IdleMonitor';
    const path = '/org/gnome/Mutter/IdleMonitor/Core';
    const reply = await query(session, { destination, path, interface: destination, member: 'GetIdletime' });
    const idle = oneNumber.safeParse(reply);
    return idle.success ? { [destination]: idle.data[0] } : {};
  }

  async function queryLogind(): Promise<PresenceReading> {
    const reply = await query(system, {
      destination: LOGIND,
      path: OWN_SESSION,
      interface: 'org.freedesktop.DBus.Properties',
      member: 'GetAll',
      signature: 's',
      body: [SESSION],
    });
    const entries = dictionary.safeParse(reply);
    const found = sessionProperties.safeParse(entries.success ? Object.fromEntries(entries.data[0]) : null);
    if (!found.success) return { reportsSleep: await hasLogind() };
    const { Id, Active, LockedHint } = found.data;
    if (Id !== undefined) sessionPath ??= await getSessionPath(Id);
    hasSeenLockHint ||= LockedHint === true;
    return {
      reportsSleep: true,
      ...(Active === undefined ? {} : { active: Active }),
      ...(LockedHint === undefined
        ? {}
        : { locks: [{ source: LOGIND, locked: LockedHint, isReliable: hasSeenLockHint }] }),
    };
  }

  const manager = { destination: LOGIND, path: '/org/freedesktop/login1', interface: `${LOGIND}.Manager` };

  async function getSessionPath(id: string): Promise<string | null> {
    const path = oneText.safeParse(
      await query(system, { ...manager, member: 'GetSession', signature: 's', body: [id] }),
    );
    return path.success ? path.data[0] : null;
  }

  /** A process may run outside of any session; logind still reports sleep. */
  async function hasLogind(): Promise<boolean> {
    const bus = {
      destination: 'org.freedesktop.DBus',
      path: '/org/freedesktop/DBus',
      interface: 'org.freedesktop.DBus',
    };
    const reply = oneBoolean.safeParse(
      await query(system, { ...bus, member: 'NameHasOwner', signature: 's', body: [LOGIND] }),
    );
    return reply.success && reply.data[0];
  }

  return {
    pollDivisor: 5,
    query: async () => {
      const [locks, counters, logind] = await Promise.all([
        Promise.all(lockers.map(queryLocker)),
        queryMutter(),
        queryLogind(),
      ]);
      return {
        ...logind,
        counters,
        locks: [...locks.filter((lock) => lock !== null), ...(logind.locks ?? [])],
      };
    },
    subscribe: (onEvent) => {
      emit = onEvent;
      return () => {
        emit = () => {};
        session.close();
        system.close();
      };
    },
  };
}

type BusLink = {
  /** Connects to the bus if necessary. Rejects while it cannot be reached. */
  bus: () => Promise<MessageBus>;
  close: () => void;
};

/** Creates a link that connects on first use, and again after the connection is lost. */
function createBusLink(
  time: Clock,
  address: string,
  { rules, onSignal }: { rules: readonly string[]; onSignal: (signal: IncomingMessage) => void },
): BusLink {
  let connecting: Promise<MessageBus> | null = null;

  async function open(): Promise<MessageBus> {
    const uid = process.getuid?.() ?? 0;
    const bus = await connectToBus({ time, address, uid, onSignal, onEnd: () => (connecting = null) });
    for (const rule of rules) await matchSignals(bus, rule);
    return bus;
  }

  return {
    bus: () => {
      connecting ??= open().catch((error: unknown) => {
        connecting = null;
        throw error;
      });
      return connecting;
    },
    close: () => {
      // A link whose connection failed needs no closing.
      connecting?.then(
        (bus) => bus.close(),
        () => undefined,
      );
      connecting = null;
    },
  };
}

/** Calls a program that is already running. Null if there is none, or if it does not reply in time. */
function callWithTimeout(time: Clock, link: BusLink, call: MethodCall): Promise<unknown[] | null> {
  return new Promise((resolve) => {
    const cancel = time.setTimer(CALL_MS, () => resolve(null));
    const reply = link.bus().then((bus) => bus.call({ ...call, noAutoStart: true }, CALL_MS));
    void reply.then(resolve, () => resolve(null)).finally(cancel);
  });
}
