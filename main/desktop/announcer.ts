import type { Translate } from '../../assets/locales/translate.ts';
import type { AppState } from '../../preload/contract/state.ts';
import type { Language } from '../../preload/contract/vocabulary.ts';
import type { Time } from '../time.ts';
import { newsOf, SLOTS, type AnnouncementAction, type News, type Slot } from './notification-view.ts';
import type { NotificationContent, Presenter, ShownNotification } from './presenter.ts';
import { ANNOUNCE_AFTER_MS, soon } from './soon.ts';

export type Announcer = {
  /** To be told of every change of the state, in order. */
  announce: (before: AppState, after: AppState, windowVisible: boolean) => void;
  /** The app ends: every notification is taken away, and nothing more is said. */
  stop: () => void;
};

export type AnnouncerPorts = {
  time: Pick<Time, 'after'>;
  translateInto: (language: Language) => Translate;
  presenter: Presenter;
  onClick: () => void;
  onAction: (action: AnnouncementAction) => void;
  /** Showing one, taking one away, or doing what was answered threw. */
  onFault: (error: unknown) => void;
  /** The desktop did not show one: it has no service for them, or they are switched off. */
  onNotShown: (error: Error) => void;
};

/** What is so now. `serial` tells one occurrence from the next, `silent` ones are not said. */
type Standing = { news: News; serial: number; silent: boolean };

/** What is up, or was: `shown` is null when it has been dismissed, and is not put up again for that occurrence. */
type Up = { serial: number; claim: string; shown: ShownNotification | null };

/**
 * Keeps the desktop's notifications like the state: each occurrence is shown once, put right when what it says of the status
 * changes, and taken away when it is over.
 *
 * Every change is followed when it comes; only the drawing waits a moment. So what is up at the end is the same however many
 * changes come within that moment.
 */
export function createAnnouncer(ports: AnnouncerPorts): Announcer {
  const { time, translateInto, presenter, onClick, onAction, onFault, onNotShown } = ports;
  const standing = new Map<Slot, Standing>();
  const up = new Map<Slot, Up>();
  let serial = 0;
  let language: Language = 'en';
  const drawing = soon(time, ANNOUNCE_AFTER_MS, draw);

  function announce(before: AppState, after: AppState, windowVisible: boolean): void {
    language = after.language;
    const mute = windowVisible || after.preferences.quiet;
    const current = new Map(newsOf(after).map((news) => [news.slot, news]));
    for (const slot of SLOTS) follow(slot, current.get(slot), before, mute);
    if (SLOTS.some(isToBeDrawn)) drawing.ask();
  }

  function follow(slot: Slot, news: News | undefined, before: AppState, mute: boolean): void {
    if (!news) {
      standing.delete(slot);
      return;
    }
    const earlier = standing.get(slot);
    const same = earlier && isSameOccurrence(earlier.news, news);
    if (!same) serial += 1;
    standing.set(slot, {
      news,
      serial: same ? earlier.serial : serial,
      silent: (same ? earlier.silent : !news.beganAfter(before)) || (news.ordinary && mute),
    });
  }

  function wanted(slot: Slot): Standing | null {
    const now = standing.get(slot);
    return now && !now.silent ? now : null;
  }

  function isToBeDrawn(slot: Slot): boolean {
    const [want, have] = [wanted(slot), up.get(slot)];
    if (!want || !have) return Boolean(want) || Boolean(have);
    if (want.serial !== have.serial) return true;
    return have.shown !== null && want.news.claim !== have.claim;
  }

  function draw(): void {
    const changed = SLOTS.filter(isToBeDrawn);
    for (const slot of changed) takeAway(slot);
    // The most important comes last, on top of the others.
    for (const slot of changed) putUp(slot);
  }

  function putUp(slot: Slot): void {
    const want = wanted(slot);
    if (!want) return;
    const own: Up = { serial: want.serial, claim: want.news.claim, shown: null };
    up.set(slot, own);
    // The desktop may say that it is gone before it has said that it is there.
    let gone = false;
    const onGone = (): void => {
      gone = true;
      own.shown = null;
    };
    guarded(() => {
      const shown = presenter.show(contentOf(want.news), {
        onClick: () => guarded(onClick),
        onAction: (action) => guarded(() => onAction(action)),
        onGone,
        onFailed: (error) => {
          onGone();
          onNotShown(error);
        },
      });
      if (!gone) own.shown = shown;
    });
  }

  function contentOf(news: News): NotificationContent {
    const t = translateInto(language);
    const { title, body, urgent, actions = [] } = news.words(t);
    const buttons = actions.map((action) => ({ action, label: t(`tray.${action}`) }));
    return { title, body, urgent, openLabel: t('tray.open'), actions: buttons };
  }

  function takeAway(slot: Slot): void {
    const shown = up.get(slot)?.shown;
    up.delete(slot);
    guarded(() => shown?.close());
  }

  function guarded(act: () => void): void {
    try {
      act();
    } catch (error) {
      onFault(error);
    }
  }

  return {
    announce,
    stop: () => {
      drawing.stop();
      standing.clear();
      for (const slot of SLOTS) takeAway(slot);
    },
  };
}

function isSameOccurrence(one: News, other: News): boolean {
  return one.marks.some((mark) => other.marks.includes(mark));
}
