import type {
  NotificationContent,
  NotificationListeners,
  Presenter,
} from '../../../main/desktop/presenter.ts';

/** A notification that was shown. */
export type FakeNotification = NotificationContent & { listeners: NotificationListeners };

/** A desktop that shows notifications, and can be made to throw. */
export class FakePresenter implements Presenter {
  /** Everything that was ever shown, in order. */
  readonly shown: FakeNotification[] = [];
  /** What stands on the desktop now. */
  up: FakeNotification[] = [];
  /** Thrown by the next call of `show` or `close`. */
  throwing: { show?: Error; close?: Error } = {};

  show(content: NotificationContent, listeners: NotificationListeners): { close: () => void } {
    if (this.throwing.show) throw this.throwing.show;
    const notification = { ...content, listeners };
    this.shown.push(notification);
    this.up.push(notification);
    return {
      close: () => {
        if (this.throwing.close) throw this.throwing.close;
        this.#remove(notification);
      },
    };
  }

  /** The person at the desktop clears a notification away. */
  dismiss(title: string): void {
    const notification = this.up.find((each) => each.title === title);
    if (!notification) throw new Error(`"${title}" is not up`);
    this.#remove(notification);
    notification.listeners.onGone();
  }

  titles(): string[] {
    return this.up.map(({ title }) => title);
  }

  titlesShown(): string[] {
    return this.shown.map(({ title }) => title);
  }

  #remove(notification: FakeNotification): void {
    this.up = this.up.filter((each) => each !== notification);
  }
}
