import type {
  NotificationContent,
  NotificationCallbacks,
  Presenter,
} from '../../../main/desktop/presenter.ts';

/** A notification that was shown. */
export type FakeNotification = NotificationContent & { listeners: NotificationCallbacks };

/** Fake desktop that shows notifications, and can be made to throw. */
export class FakePresenter implements Presenter {
  /** Every notification that was shown, in order. */
  readonly shown: FakeNotification[] = [];
  /** The notifications that are shown now. */
  visible: FakeNotification[] = [];
  /** Thrown by the next call of `show` or `close`. */
  errors: { show?: Error; close?: Error } = {};

  show(content: NotificationContent, listeners: NotificationCallbacks): { close: () => void } {
    if (this.errors.show) throw this.errors.show;
    const notification = { ...content, listeners };
    this.shown.push(notification);
    this.visible.push(notification);
    return {
      close: () => {
        if (this.errors.close) throw this.errors.close;
        this.#remove(notification);
      },
    };
  }

  /** The user dismisses a notification. */
  dismiss(title: string): void {
    const notification = this.visible.find((each) => each.title === title);
    if (!notification) throw new Error(`"${title}" is not up`);
    this.#remove(notification);
    notification.listeners.onClosed();
  }

  titles(): string[] {
    return this.visible.map(({ title }) => title);
  }

  titlesShown(): string[] {
    return this.shown.map(({ title }) => title);
  }

  #remove(notification: FakeNotification): void {
    this.visible = this.visible.filter((each) => each !== notification);
  }
}
