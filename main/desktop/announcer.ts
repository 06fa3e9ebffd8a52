import type { Translate } from '../../assets/locales/translate.ts';
import type { AppState } from '../../preload/contract/state.ts';
import type { Language } from '../../preload/contract/vocabulary.ts';
import type { Time } from '../time.ts';
import { notificationFor, type Announcement } from './notification-view.ts';
import { ANNOUNCE_AFTER_MS, soon } from './soon.ts';

export type Announcer = {
  /** Says what changed between two states, where it needs saying. */
  announce: (before: AppState, after: AppState, windowVisible: boolean) => void;
  /** The app ends: nothing more is said. */
  stop: () => void;
};

type AnnouncerPorts = {
  time: Pick<Time, 'after'>;
  translateInto: (language: Language) => Translate;
  show: (announcement: Announcement, t: Translate) => void;
};

/** From one state to a later one, over whatever was between them. */
type Span = { before: AppState; after: AppState; windowVisible: boolean };

/**
 * Says what changed, a moment later, and what it has come to by then: of all that changed meanwhile the first state and the
 * newest are compared. So a failure that still stands is said whatever came after it, and one that is mended is not.
 */
export function createAnnouncer({ time, translateInto, show }: AnnouncerPorts): Announcer {
  let unsaid: Span | null = null;
  const saying = soon(time, ANNOUNCE_AFTER_MS, () => {
    const announcement = unsaid && announcementOf(unsaid);
    if (unsaid && announcement) show(announcement, translateInto(unsaid.after.language));
    unsaid = null;
  });

  function announcementOf({ before, after, windowVisible }: Span): Announcement | null {
    return notificationFor(before, after, translateInto(after.language), windowVisible);
  }

  return {
    announce: (before, after, windowVisible) => {
      if (unsaid) {
        unsaid = { before: unsaid.before, after, windowVisible };
        return;
      }
      const change = { before, after, windowVisible };
      if (!announcementOf(change)) return;
      unsaid = change;
      saying.ask();
    },
    stop: saying.stop,
  };
}
