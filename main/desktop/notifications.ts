import { Notification } from 'electron';
import { isDeepStrictEqual } from 'node:util';
import type { Translate } from '../../assets/locales/translate.ts';
import type { AppState } from '../../preload/contract/state.ts';
import type { Language } from '../../preload/contract/vocabulary.ts';
import type { Time } from '../time.ts';
import { notificationFor, type Announcement, type AnnouncementAction } from './notification-view.ts';
import { ANNOUNCE_AFTER_MS, soon } from './soon.ts';

export type Notifier = {
  /** Says what changed between two states, where it needs saying. */
  announce: (before: AppState, after: AppState, windowVisible: boolean) => void;
  /** The app ends: nothing more is shown. */
  stop: () => void;
};

export type NotifierPorts = {
  time: Time;
  translateInto: (language: Language) => Translate;
  onClick: () => void;
  onAction: (action: AnnouncementAction) => void;
};

type News = { announcement: Announcement; t: Translate };

/** Shows one notification at a time: news replace what they make old, also before it could be shown. */
export function createNotifier({ time, translateInto, onClick, onAction }: NotifierPorts): Notifier {
  let current: { announcement: Announcement; notification: Notification } | null = null;
  let news: News | null = null;

  const showing = soon(time, ANNOUNCE_AFTER_MS, () => {
    if (news && Notification.isSupported()) show(news);
    news = null;
  });

  function show({ announcement, t }: News): void {
    if (isDeepStrictEqual(announcement, current?.announcement)) return;
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

  return {
    announce: (before, after, windowVisible) => {
      const t = translateInto(after.language);
      const announcement = notificationFor(before, after, t, windowVisible);
      if (!announcement) return;
      news = { announcement, t };
      showing.ask();
    },
    stop: showing.stop,
  };
}
