/** Standby's icon in the tray of the session's own panel. */
import type { MessageBus } from '@particle/dbus-next';
import { expect } from '@playwright/test';
import { ChangeFeed } from '../desktop/session/change-feed.ts';
import { callMethod, matchSignals, unwrap } from '../desktop/session/dbus.ts';
import { TrayItem } from '../desktop/session/tray-item.ts';

const watcher = 'org.kde.StatusNotifierWatcher';
const busName = 'org.freedesktop.DBus';

/**
 * Waits until the panel has the icon of a process.
 * @throws Error if it has none after half a minute
 */
export async function findTrayItem(bus: MessageBus, processId: number): Promise<TrayItem> {
  const changes = new ChangeFeed();
  bus.on('message', () => changes.report());
  await matchSignals(bus, `interface='org.kde.StatusNotifierItem'`);
  await matchSignals(bus, `interface='com.canonical.dbusmenu'`);
  let found: string | undefined;
  await expect
    .poll(async () => (found = await findName(bus, processId)), { message: "Standby's icon in the tray" })
    .toBeDefined();
  const item = new TrayItem(bus, found ?? '', changes, performance.now());
  await item.waitFor(({ menu }) => menu.length > 0);
  return item;
}

async function findName(bus: MessageBus, processId: number): Promise<string | undefined> {
  const [reply] = await callMethod(bus, {
    destination: watcher,
    path: '/StatusNotifierWatcher',
    interface: 'org.freedesktop.DBus.Properties',
    member: 'Get',
    signature: 'ss',
    body: [watcher, 'RegisteredStatusNotifierItems'],
  });
  const items = unwrap(reply);
  for (const item of Array.isArray(items) ? items.map(String) : []) {
    // A panel names an item by its bus name, with or without the path; KDE's library puts an "@" between them.
    const name = item.replace(/[@/].*/, '');
    if ((await getProcessId(bus, name)) === processId) return name;
  }
  return undefined;
}

/** Process of a bus name; null for a program that has just ended. */
async function getProcessId(bus: MessageBus, name: string): Promise<number | null> {
  const call = {
    ...{ destination: busName, path: '/org/freedesktop/DBus', interface: busName },
    ...{ member: 'GetConnectionUnixProcessID', signature: 's', body: [name] },
  };
  return callMethod(bus, call).then(
    ([id]) => Number(id),
    () => null,
  );
}

/** Whether a program of the session has this bus name. */
export async function hasOwner(bus: MessageBus, name: string): Promise<boolean> {
  const call = {
    ...{ destination: busName, path: '/org/freedesktop/DBus', interface: busName },
    ...{ member: 'NameHasOwner', signature: 's', body: [name] },
  };
  return (await callMethod(bus, call))[0] === true;
}
