import { Notification } from 'electron';
import { isDeepStrictEqual } from 'node:util';
import { translateInto } from '../../assets/locales/translate.ts';
import type { AppState } from '../../preload/contract/state.ts';
import { notificationFor, type Announcement } from './notification-view.ts';

export type Notifier = {
  /** Says what changed between two states, where it needs saying. */
  announce: (before: AppState, after: AppState, windowVisible: boolean) => void;
};

/** Shows one notification at a time: news replace what they make old. */
export function createNotifier(onClick: () => void): Notifier {
  let current: { announcement: Announcement; notification: Notification } | null = null;

  return {
    announce: (before, after, windowVisible) => {
      const announcement = notificationFor(before, after, translateInto(after.language), windowVisible);
      if (!announcement || isDeepStrictEqual(announcement, current?.announcement)) return;
      if (!Notification.isSupported()) return;
      current?.notification.close();
      const notification = new Notification({
        title: announcement.title,
        body: announcement.body,
        silent: !announcement.urgent,
        urgency: announcement.urgent ? 'critical' : 'low',
      });
      notification.on('click', onClick);
      notification.show();
      current = { announcement, notification };
    },
  };
}
