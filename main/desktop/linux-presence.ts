/**
 * What a Linux desktop tells of the agent over D-Bus: screen lockers and Mutter on the session's bus, logind on the system's.
 * Nothing here is assumed of a desktop's name: each is asked, and who answers tells. Loaded only when it is needed.
 *
 * Not asked: logind's IdleHint, which is no counter and so proves no input; GetSessionIdleTime of a locker, which Electron
 * reads from the X server itself, and whose unit differs from desktop to desktop.
 */
import * as z from 'zod/mini';
import type { LockWord } from '../automation/presence.ts';
import type { PresenceSource, SourceAnswer, SourceNews } from '../automation/presence-watch.ts';
import type { Time } from '../time.ts';
import type { IncomingMessage, MethodCall } from './dbus/message.ts';
import { connectToBus, matchSignals, sessionBusAddress, type MessageBus } from './dbus/message-bus.ts';

/** Lockers: the name on the bus is the interface too. KDE and the specification's own differ in the path. */
const lockers = [
  ['org.freedesktop.ScreenSaver', '/org/freedesktop/ScreenSaver'],
  ['org.freedesktop.ScreenSaver', '/ScreenSaver'],
  ['org.gnome.ScreenSaver', '/org/gnome/ScreenSaver'],
  ['org.cinnamon.ScreenSaver', '/org/cinnamon/ScreenSaver'],
  ['org.mate.ScreenSaver', '/org/mate/ScreenSaver'],
  ['org.xfce.ScreenSaver', '/org/xfce/ScreenSaver'],
  ['org.ukui.ScreenSaver', '/'],
] as const;

/** A service that takes longer does not tell. */
const CALL_MS = 2_000;

const LOGIND = 'org.freedesktop.login1';
const SESSION = `${LOGIND}.Session`;
/** logind's name for the session of whoever asks. */
const OWN_SESSION = '/org/freedesktop/login1/session/auto';

const oneBoolean = z.tuple([z.boolean()]);
const oneNumber = z.tuple([z.number()]);
const oneText = z.tuple([z.string()]);
/** A dictionary comes as an array of its entries. */
const dictionary = z.tuple([z.array(z.tuple([z.string(), z.unknown()]))]);
const sessionProperties = z.object({
  Id: z.optional(z.string()),
  Active: z.optional(z.boolean()),
  LockedHint: z.optional(z.boolean()),
});

export function createLinuxPresence(time: Time, env: NodeJS.ProcessEnv): PresenceSource {
  const ask = (link: Link, call: MethodCall) => askInTime(time, link, call);
  let tell: (news: SourceNews) => void = () => {};
  /** logind's path of this session, by which its signals are told from those of others. */
  let sessionPath: string | null = null;
  /** logind says "not locked" of every session whose locker never told it; it is believed once it has said otherwise. */
  let hintWasSeen = false;

  const session = createLink(time, sessionBusAddress(env) ?? '', {
    rules: ["member='ActiveChanged'"],
    onSignal: ({ interface: from }) => {
      if (lockers.some(([name]) => name === from)) tell('changed');
    },
  });
  const system = createLink(time, env.DBUS_SYSTEM_BUS_ADDRESS ?? 'unix:path=/run/dbus/system_bus_socket', {
    rules: [
      `sender='${LOGIND}',interface='${SESSION}'`,
      `sender='${LOGIND}',interface='org.freedesktop.DBus.Properties',path_namespace='/org/freedesktop/login1/session'`,
    ],
    onSignal: ({ path, member }) => {
      if (path !== sessionPath) return;
      tell(member === 'Lock' ? 'lockAsked' : 'changed');
    },
  });

  async function askLocker([name, path]: (typeof lockers)[number]): Promise<Omit<LockWord, 'at'> | null> {
    const answer = await ask(session, { destination: name, path, interface: name, member: 'GetActive' });
    const active = oneBoolean.safeParse(answer);
    return active.success ? { by: name, locked: active.data[0], sure: true } : null;
  }

  async function askMutter(): Promise<Record<string, number>> {
    const destination = 'org.gnome.Mutter.IdleMonitor';
    const path = '/org/gnome/Mutter/IdleMonitor/Core';
    const answer = await ask(session, { destination, path, interface: destination, member: 'GetIdletime' });
    const idle = oneNumber.safeParse(answer);
    return idle.success ? { [destination]: idle.data[0] } : {};
  }

  async function askLogind(): Promise<SourceAnswer> {
    const answer = await ask(system, {
      destination: LOGIND,
      path: OWN_SESSION,
      interface: 'org.freedesktop.DBus.Properties',
      member: 'GetAll',
      signature: 's',
      body: [SESSION],
    });
    const entries = dictionary.safeParse(answer);
    const found = sessionProperties.safeParse(entries.success ? Object.fromEntries(entries.data[0]) : null);
    if (!found.success) return { tellsSleep: await isLogindThere() };
    const { Id, Active, LockedHint } = found.data;
    if (Id !== undefined) sessionPath ??= await pathOf(Id);
    hintWasSeen ||= LockedHint === true;
    return {
      tellsSleep: true,
      ...(Active === undefined ? {} : { active: Active }),
      ...(LockedHint === undefined ? {} : { locks: [{ by: LOGIND, locked: LockedHint, sure: hintWasSeen }] }),
    };
  }

  const manager = { destination: LOGIND, path: '/org/freedesktop/login1', interface: `${LOGIND}.Manager` };

  async function pathOf(id: string): Promise<string | null> {
    const path = oneText.safeParse(
      await ask(system, { ...manager, member: 'GetSession', signature: 's', body: [id] }),
    );
    return path.success ? path.data[0] : null;
  }

  /** A process may run outside of any session; sleep is told to all. */
  async function isLogindThere(): Promise<boolean> {
    const bus = {
      destination: 'org.freedesktop.DBus',
      path: '/org/freedesktop/DBus',
      interface: 'org.freedesktop.DBus',
    };
    const answer = oneBoolean.safeParse(
      await ask(system, { ...bus, member: 'NameHasOwner', signature: 's', body: [LOGIND] }),
    );
    return answer.success && answer.data[0];
  }

  return {
    everyLooks: 5,
    ask: async () => {
      const [locks, counters, logind] = await Promise.all([
        Promise.all(lockers.map(askLocker)),
        askMutter(),
        askLogind(),
      ]);
      return {
        ...logind,
        counters,
        locks: [...locks.filter((lock) => lock !== null), ...(logind.locks ?? [])],
      };
    },
    listen: (onNews) => {
      tell = onNews;
      return () => {
        tell = () => {};
        session.close();
        system.close();
      };
    },
  };
}

type Link = {
  /** The bus, connected to where it is not. Rejects while it cannot be reached. */
  bus: () => Promise<MessageBus>;
  close: () => void;
};

/** A bus that is connected to when it is first needed, and again when it has gone. */
function createLink(
  time: Time,
  address: string,
  { rules, onSignal }: { rules: readonly string[]; onSignal: (signal: IncomingMessage) => void },
): Link {
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
      // One that could not be opened needs no closing.
      connecting?.then(
        (bus) => bus.close(),
        () => undefined,
      );
      connecting = null;
    },
  };
}

/** The body of the answer of a program that runs already; null where nobody answers to that, or not in time. */
function askInTime(time: Time, link: Link, call: MethodCall): Promise<unknown[] | null> {
  return new Promise((resolve) => {
    const cancel = time.after(CALL_MS, () => resolve(null));
    const asked = link.bus().then((bus) => bus.call({ ...call, noAutoStart: true }, CALL_MS));
    void asked.then(resolve, () => resolve(null)).finally(cancel);
  });
}
