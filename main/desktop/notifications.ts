import { Notification } from 'electron';
import { isDeepStrictEqual } from 'node:util';
import type { Translate } from '../../assets/locales/translate.ts';
import type { Language } from '../../preload/contract/vocabulary.ts';
import type { Time } from '../time.ts';
import { createAnnouncer, type Announcer } from './announcer.ts';
import type { Announcement, AnnouncementAction } from './notification-view.ts';

export type NotifierPorts = {
  time: Time;
  translateInto: (language: Language) => Translate;
  onClick: () => void;
  onAction: (action: AnnouncementAction) => void;
};

/** Announces by the desktop's notifications, one at a time: a newer one takes the place of the one before. */
export function createNotifier({ time, translateInto, onClick, onAction }: NotifierPorts): Announcer {
  let current: { announcement: Announcement; notification: Notification } | null = null;

  function show(announcement: Announcement, t: Translate): void {
    if (!Notification.isSupported() || isDeepStrictEqual(announcement, current?.announcement)) return;
    current?.notification.close();
    const actions = announcement.actions ?? [];
    const notification = new Notification({
      title: announcement.title,
      body: announcement.body,
      silent: !announcement.urgent,
      urgency: announcement.urgent ? 'critical' : 'low',
      // Electron shows them on macOS and Windows; on Linux a click opens the window, which has the same two.
      actions: actions.map((action) => ({ type: 'button', text: t(`tray.${action}`) })),
    });
    notification.on('click', onClick);
    notification.on('action', (_event, index) => {
      const action = actions[index];
      if (action) onAction(action);
    });
    notification.show();
    current = { announcement, notification };
  }

  return createAnnouncer({ time, translateInto, show });
}
