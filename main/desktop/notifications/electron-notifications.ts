import { Notification } from 'electron';
import { avoidMarkup } from './notification-markup.ts';
import type { Presenter } from '../presenter.ts';

export type ElectronPresenter = Presenter & {
  /**
   * Windows: calls `open` when the agent activates a notification of an earlier run, which the notification center still shows.
   * If such a click has started the app, it calls `open` at once. Elsewhere it does nothing.
   */
  handleActivation: (open: () => void) => void;
};

/**
 * Shows notifications through Electron. On Linux this is the fallback without a session bus: libnotify blocks on the desktop's
 * reply for up to 25 seconds, and does not escape markup.
 */
export function electronPresenter(platform: NodeJS.Platform): ElectronPresenter {
  let hasShownActions = false;
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
      hasShownActions ||= actions.length > 0;
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
    handleActivation: (open) => {
      if (platform !== 'win32') return;
      // Electron calls this for the notifications of this run too. Not yet run on Windows.
      Notification.handleActivation(({ type }) => {
        // A button of an earlier run says nothing about the status now, so it only opens the window. A button of this run has
        // its own listener and must not open it.
        if (type === 'click' || !hasShownActions) open();
      });
    },
  };
}
