/** How a notification is put before the agent, by whatever the desktop has for it. */
import type { AnnouncementAction } from './notification-view.ts';

/** A notification in the agent's language. */
export type NotificationContent = {
  title: string;
  body: string;
  /** Stays until it is answered, where the desktop can do that. */
  urgent: boolean;
  /** The label of what a click does. */
  openLabel: string;
  actions: { action: AnnouncementAction; label: string }[];
};

/** What becomes of a notification. After `onGone` or `onFailed` nothing more is heard of it. */
export type NotificationListeners = {
  onClick: () => void;
  onAction: (action: AnnouncementAction) => void;
  /** It is no longer up: dismissed, timed out, or answered. */
  onGone: () => void;
  onFailed: (error: Error) => void;
};

export type Presenter = {
  /** May throw. Must not wait for the desktop where that can be avoided. */
  show: (content: NotificationContent, listeners: NotificationListeners) => ShownNotification;
};

export type ShownNotification = {
  /** Takes it away; harmless when it is gone. May throw. */
  close: () => void;
};
