import { app } from 'electron';
import process from 'node:process';
import type { Time } from '../time.ts';
import { createAnnouncer, type Announcer, type AnnouncerPorts } from './announcer.ts';
import { busPresenter } from './bus-notifications.ts';
import { sessionBusAddress } from './dbus/message-bus.ts';
import { electronPresenter } from './electron-notifications.ts';
import type { Presenter } from './presenter.ts';

type NotifierPorts = Omit<AnnouncerPorts, 'presenter' | 'time'> & {
  time: Time;
  /** Path of the app's picture. */
  icon: string;
};

/** Announces by the desktop's notifications what the state has to say. */
export function createNotifier({ icon, ...ports }: NotifierPorts): Announcer {
  return createAnnouncer({ ...ports, presenter: presenterFor(ports.time, icon) });
}

function presenterFor(time: Time, icon: string): Presenter {
  const electron = electronPresenter(process.platform);
  const address = process.platform === 'linux' ? sessionBusAddress(process.env) : null;
  if (address === null) return electron;
  return busPresenter({
    time,
    address,
    uid: process.getuid?.() ?? 0,
    appName: app.name,
    icon,
    // Electron tells it to the desktop in this variable.
    desktopName: process.env.CHROME_DESKTOP ?? '',
    otherwise: electron,
  });
}
