/** Creates the notifier with the presenter for this platform. */
import { app } from 'electron';
import process from 'node:process';
import type { Clock } from '../../../shared/clock.ts';
import {
  createNotificationCoalescer,
  type NotificationCoalescer,
  type NotificationCoalescerDeps,
} from './notification-coalescer.ts';
import { busPresenter } from './bus-notifications.ts';
import { sessionBusAddress } from '../dbus/message-bus.ts';
import { electronPresenter, type ElectronPresenter } from './electron-notifications.ts';
import type { Presenter } from '../presenter.ts';
import { createSetUpNotification, type SetUpNotificationDeps } from './set-up-notification.ts';

type NotifierDeps = Omit<NotificationCoalescerDeps, 'presenter' | 'time'> &
  Pick<SetUpNotificationDeps, 'isSetUp' | 'currentTranslate'> & {
    time: Clock;
    /** Path of the app icon. */
    icon: string;
  };

export type Notifier = NotificationCoalescer & {
  /** Handles clicks on notifications of earlier runs. Call it when the window can be opened. */
  start: () => void;
  /** Requests now use another account, the first one, or none. */
  onAccountChange: () => void;
};

/** Shows desktop notifications for state changes. */
export function createNotifier({ icon, ...deps }: NotifierDeps): Notifier {
  const electron = electronPresenter(process.platform);
  const presenter = presenterFor(deps.time, icon, electron);
  return {
    ...createNotificationCoalescer({ ...deps, presenter }),
    onAccountChange: createSetUpNotification({ ...deps, presenter, platform: process.platform }),
    start: () => electron.handleActivation(deps.onClick),
  };
}

function presenterFor(time: Clock, icon: string, electron: ElectronPresenter): Presenter {
  const address = process.platform === 'linux' ? sessionBusAddress(process.env) : null;
  if (address === null) return electron;
  return busPresenter({
    time,
    address,
    uid: process.getuid?.() ?? 0,
    appName: app.name,
    icon,
    // Electron sets the desktop file name in this variable.
    desktopName: process.env.CHROME_DESKTOP ?? '',
    fallback: electron,
  });
}
