import { Notification } from 'electron';
import { isDeepStrictEqual } from 'node:util';
import type { Translate } from '../../assets/locales/translate.ts';
import type { AppState } from '../../preload/contract/state.ts';
import type { Language } from '../../preload/contract/vocabulary.ts';
import { notificationFor, type Announcement, type AnnouncementAction } from './notification-view.ts';

export type Notifier = {
  /** Says what changed between two states, where it needs saying. */
  announce: (before: AppState, after: AppState, windowVisible: boolean) => void;
};

export type NotifierPorts = {
  translateInto: (language: Language) => Translate;
  onClick: () => void;
  onAction: (action: AnnouncementAction) => void;
};

/** Shows one notification at a time: news replace what they make old. */
export function createNotifier({ translateInto, onClick, onAction }: NotifierPorts): Notifier {
  let current: { announcement: Announcement; notification: Notification } | null = null;

  return {
    announce: (before, after, windowVisible) => {
      const t = translateInto(after.language);
      const announcement = notificationFor(before, after, t, windowVisible);
      if (!announcement || isDeepStrictEqual(announcement, current?.announcement)) return;
      if (!Notification.isSupported()) return;
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
    },
  };
}
