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
import { connectToBus, type Bus } from './dbus/bus.ts';
import type { Call, Message } from './dbus/wire.ts';

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
const sessionProperties = z.tuple([
  z.object({
    Id: z.optional(z.string()),
    Active: z.optional(z.boolean()),
    LockedHint: z.optional(z.boolean()),
  }),
]);

export function createLinuxPresence(time: Time, env: NodeJS.ProcessEnv): PresenceSource {
  const ask = (link: Link, call: Call) => askInTime(time, link, call);
  let tell: (news: SourceNews) => void = () => {};
  /** logind's path of this session, by which its signals are told from those of others. */
  let sessionPath: string | null = null;
  /** logind says "not locked" of every session whose locker never told it; it is believed once it has said otherwise. */
  let hintWasSeen = false;

  const session = createLink(env.DBUS_SESSION_BUS_ADDRESS ?? `unix:path=${env.XDG_RUNTIME_DIR ?? ''}/bus`, {
    rules: ["type='signal',member='ActiveChanged'"],
    onSignal: ({ interface: from }) => {
      if (lockers.some(([name]) => name === from)) tell('changed');
    },
  });
  const system = createLink(env.DBUS_SYSTEM_BUS_ADDRESS ?? 'unix:path=/run/dbus/system_bus_socket', {
    rules: [
      `type='signal',sender='${LOGIND}',interface='${SESSION}'`,
      `type='signal',sender='${LOGIND}',interface='org.freedesktop.DBus.Properties',path_namespace='/org/freedesktop/login1/session'`,
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
      args: [SESSION],
    });
    const found = sessionProperties.safeParse(answer);
    if (!found.success) return { tellsSleep: await isLogindThere() };
    const [{ Id, Active, LockedHint }] = found.data;
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
    const path = oneText.safeParse(await ask(system, { ...manager, member: 'GetSession', args: [id] }));
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
      await ask(system, { ...bus, member: 'NameHasOwner', args: [LOGIND] }),
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
  bus: () => Promise<Bus>;
  close: () => void;
};

/** A bus that is connected to when it is first needed, and again when it has gone. */
function createLink(
  address: string,
  { rules, onSignal }: { rules: readonly string[]; onSignal: (signal: Message) => void },
): Link {
  let connecting: Promise<Bus> | null = null;
  let opened: Bus | null = null;

  async function open(): Promise<Bus> {
    const bus = await connectToBus(address, onSignal);
    for (const rule of rules) await bus.subscribe(rule);
    opened = bus;
    return bus;
  }

  return {
    bus: () => {
      if (opened && !opened.isOpen()) connecting = opened = null;
      connecting ??= open().catch((error: unknown) => {
        connecting = null;
        throw error;
      });
      return connecting;
    },
    close: () => {
      opened?.close();
      connecting = opened = null;
    },
  };
}

/** The body of the answer; null where nobody answers to that, or not in time. */
function askInTime(time: Time, link: Link, call: Call): Promise<unknown[] | null> {
  return new Promise((resolve) => {
    const cancel = time.after(CALL_MS, () => resolve(null));
    const asked = link.bus().then((bus) => bus.call(call));
    void asked.then(resolve, () => resolve(null)).finally(cancel);
  });
}
