import { Notification } from 'electron';
import { avoidMarkup } from './notification-markup.ts';
import type { Presenter } from './presenter.ts';

/**
 * Shows notifications by Electron. On Linux that is the way out where the session bus cannot be reached: libnotify waits for
 * the desktop's answer, for up to 25 seconds, and does not escape what the desktop may take for markup.
 */
export function electronPresenter(platform: NodeJS.Platform): Presenter {
  return {
    show: ({ title, body, urgent, actions }, { onClick, onAction, onGone, onFailed }) => {
      if (!Notification.isSupported()) throw new Error('This desktop shows no notifications');
      const notification = new Notification({
        title,
        body: platform === 'linux' ? avoidMarkup(body) : body,
        silent: !urgent,
        // GNOME puts what is "low" into its list, without showing it first.
        urgency: urgent ? 'critical' : 'normal',
        // Electron shows them on macOS and Windows only.
        actions: actions.map(({ label }) => ({ type: 'button', text: label })),
      });
      notification.on('click', () => {
        onClick();
        onGone();
      });
      notification.on('action', (_event, index) => {
        const chosen = actions[index];
        if (chosen) onAction(chosen.action);
        onGone();
      });
      notification.on('close', onGone);
      notification.on('failed', (_event, error) => onFailed(new Error(error)));
      notification.show();
      return { close: () => notification.close() };
    },
  };
}
