/** Interface between the notification coalescer and a desktop's notification service. */
import type { NotificationAction } from './notifications/notification-model.ts';

/** A notification in the agent's language. */
export type NotificationContent = {
  title: string;
  body: string;
  /** Stays until the agent responds, where the desktop supports that. */
  urgent: boolean;
  /** Label of the click action. */
  openLabel: string;
  actions: { action: NotificationAction; label: string }[];
};

/** Events of a notification. `onClosed` or `onFailed` is the last one. */
export type NotificationCallbacks = {
  onClick: () => void;
  onAction: (action: NotificationAction) => void;
  /** The notification is no longer shown: dismissed, timed out, or answered. */
  onClosed: () => void;
  onFailed: (error: Error) => void;
};

export type Presenter = {
  /** May throw. Must not block on the desktop where that can be avoided. */
  show: (content: NotificationContent, callbacks: NotificationCallbacks) => ShownNotification;
};

export type ShownNotification = {
  /** Closes the notification; does nothing if it is closed already. May throw. */
  close: () => void;
};
