import { Notification } from 'electron';
import { avoidMarkup } from './notification-markup.ts';
import type { Presenter } from '../presenter.ts';

/**
 * Shows notifications through Electron. On Linux this is the fallback without a session bus: libnotify blocks on the desktop's
 * reply for up to 25 seconds, and does not escape markup.
 */
export function electronPresenter(platform: NodeJS.Platform): Presenter {
  return {
    show: ({ title, body, urgent, actions }, { onClick, onAction, onClosed, onFailed }) => {
      if (!Notification.isSupported()) throw new Error('This desktop shows no notifications');
      const notification = new Notification({
        title,
        body: platform === 'linux' ? avoidMarkup(body) : body,
        silent: !urgent,
        // GNOME adds notifications of urgency "low" to its list without a popup.
        urgency: urgent ? 'critical' : 'normal',
        // Windows hides others after a few seconds. One that asks for an answer stays.
        timeoutType: actions.length > 0 ? 'never' : 'default',
        // Electron supports actions on macOS and Windows only.
        actions: actions.map(({ label }) => ({ type: 'button', text: label })),
      });
      notification.on('click', () => {
        onClick();
        onClosed();
      });
      notification.on('action', (_event, index) => {
        const chosen = actions[index];
        if (chosen) onAction(chosen.action);
        onClosed();
      });
      notification.on('close', onClosed);
      notification.on('failed', (_event, error) => onFailed(new Error(error)));
      notification.show();
      return { close: () => notification.close() };
    },
  };
}
