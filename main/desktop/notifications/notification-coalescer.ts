/** Coalesces state changes into desktop notifications: shows, updates and closes them to match the state. */
import type { Translate } from '../../../shared/i18n.ts';
import type { AppState } from '../../../shared/state.ts';
import type { Language } from '../../../shared/domain.ts';
import type { CancelTimer, Clock } from '../../../shared/clock.ts';
import {
  getNotificationSpecs,
  SLOTS,
  SLOW_SWITCH_MS,
  type NotificationAction,
  type NotificationKind,
  type NotificationSpec,
  type Slot,
} from './notification-model.ts';
import type { NotificationContent, Presenter, ShownNotification } from '../presenter.ts';
import { NOTIFICATION_DELAY_MS, debounce } from '../coalesce.ts';

export type NotificationCoalescer = {
  /** Call for every state change, in order. */
  notify: (before: AppState, after: AppState, windowVisible: boolean) => void;
  /** Closes every notification and shows no more. Call it when the app quits. */
  stop: () => void;
};

export type NotificationCoalescerDeps = {
  time: Pick<Clock, 'setTimer'>;
  translateInto: (language: Language) => Translate;
  presenter: Presenter;
  onClick: () => void;
  onAction: (action: NotificationAction) => void;
  /** Showing or closing a notification, or its action, threw. */
  onError: (error: unknown) => void;
  /** The desktop did not show a notification: it has no service, or notifications are disabled. */
  onNotShown: (error: Error) => void;
};

/**
 * A notification that the state requires. `serial` identifies the occurrence; silent ones are not shown, and others not before
 * they have lasted long enough.
 */
type ActiveNotification = { spec: NotificationSpec; serial: number; isSilent: boolean; age: Age };

/** Whether an occurrence has lasted long enough to be shown. */
type Age = { isEnough: boolean; stop: CancelTimer };

/** A notification shown for an occurrence. `shown` is null after it was dismissed; it is not shown again. */
type DisplayedNotification = { serial: number; contentKey: string; shown: ShownNotification | null };

/**
 * Keeps the desktop's notifications in step with the state. Each occurrence is shown once, updated when its content changes,
 * and closed when the state no longer requires it.
 *
 * Every change is evaluated at once, and only rendering is delayed. So the result does not depend on how many changes fall
 * within the delay.
 */
export function createNotificationCoalescer(deps: NotificationCoalescerDeps): NotificationCoalescer {
  const { time, translateInto, presenter, onClick, onAction, onError, onNotShown } = deps;
  const active = new Map<Slot, ActiveNotification>();
  const displayed = new Map<Slot, DisplayedNotification>();
  let serial = 0;
  let isStopped = false;
  let language: Language = 'en';
  const renderSoon = debounce(time, NOTIFICATION_DELAY_MS, render);

  function notify(before: AppState, after: AppState, windowVisible: boolean): void {
    if (isStopped) return;
    language = after.language;
    const isMuted = (kind: NotificationKind) =>
      kind !== 'event' &&
      (windowVisible || (kind === 'confirmation' && after.preferences.reduceNotifications));
    const current = new Map(getNotificationSpecs(after).map((spec) => [spec.slot, spec]));
    for (const slot of SLOTS) updateSlot(slot, current.get(slot), before, isMuted);
    if (SLOTS.some(needsRender)) renderSoon.schedule();
  }

  function updateSlot(
    slot: Slot,
    spec: NotificationSpec | undefined,
    before: AppState,
    isMuted: (kind: NotificationKind) => boolean,
  ): void {
    const previous = active.get(slot);
    if (spec && previous && isSameOccurrence(previous.spec, spec)) {
      active.set(slot, { ...previous, spec, isSilent: previous.isSilent || isMuted(spec.kind) });
      return;
    }
    previous?.age.stop();
    active.delete(slot);
    if (!spec) return;
    serial += 1;
    const isSilent = !spec.isNewSince(before) || isMuted(spec.kind);
    active.set(slot, { spec, serial, isSilent, age: startAge(spec.kind) });
  }

  function startAge(kind: NotificationKind): Age {
    if (kind !== 'progress') return { isEnough: true, stop: () => {} };
    const age: Age = { isEnough: false, stop: () => {} };
    age.stop = time.setTimer(SLOW_SWITCH_MS, () => {
      age.isEnough = true;
      if (SLOTS.some(needsRender)) renderSoon.schedule();
    });
    return age;
  }

  function getVisible(slot: Slot): ActiveNotification | null {
    const now = active.get(slot);
    return now && !now.isSilent && now.age.isEnough ? now : null;
  }

  function needsRender(slot: Slot): boolean {
    const [desired, existing] = [getVisible(slot), displayed.get(slot)];
    if (!desired || !existing) return Boolean(desired) || Boolean(existing);
    if (desired.serial !== existing.serial) return true;
    return existing.shown !== null && desired.spec.contentKey !== existing.contentKey;
  }

  function render(): void {
    const changed = SLOTS.filter(needsRender);
    for (const slot of changed) dismiss(slot);
    // Shown last, so that the most important one is on top.
    for (const slot of changed) display(slot);
  }

  function display(slot: Slot): void {
    const desired = getVisible(slot);
    if (!desired) return;
    const entry: DisplayedNotification = {
      serial: desired.serial,
      contentKey: desired.spec.contentKey,
      shown: null,
    };
    displayed.set(slot, entry);
    // `onClosed` may be called before `show` returns.
    let isClosed = false;
    const onClosed = (): void => {
      isClosed = true;
      entry.shown = null;
    };
    runSafely(() => {
      const shown = presenter.show(toContent(desired.spec), {
        onClick: () => runSafely(onClick),
        onAction: (action) => runSafely(() => onAction(action)),
        onClosed,
        onFailed: (error) => {
          onClosed();
          onNotShown(error);
        },
      });
      if (!isClosed) entry.shown = shown;
    });
  }

  function toContent(spec: NotificationSpec): NotificationContent {
    const t = translateInto(language);
    const { title, body, urgent, actions = [] } = spec.render(t);
    const buttons = actions.map((action) => ({ action, label: t(`tray.${action}`) }));
    return { title, body, urgent, openLabel: t('tray.open'), actions: buttons };
  }

  function dismiss(slot: Slot): void {
    const shown = displayed.get(slot)?.shown;
    displayed.delete(slot);
    runSafely(() => shown?.close());
  }

  function runSafely(action: () => void): void {
    try {
      action();
    } catch (error) {
      onError(error);
    }
  }

  return {
    notify,
    stop: () => {
      isStopped = true;
      renderSoon.dispose();
      for (const { age } of active.values()) age.stop();
      active.clear();
      for (const slot of SLOTS) dismiss(slot);
    },
  };
}

function isSameOccurrence(one: NotificationSpec, other: NotificationSpec): boolean {
  return one.occurrenceKeys.some((key) => other.occurrenceKeys.includes(key));
}
