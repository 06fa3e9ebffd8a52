/**
 * macOS asks for the permission to show notifications at the first one. This one is shown when the set-up ends, so that the
 * question does not wait for the first failure. Not yet run on macOS.
 */
import type { Translate } from '../../../shared/i18n.ts';
import type { Presenter } from '../presenter.ts';

export type SetUpNotificationDeps = {
  platform: NodeJS.Platform;
  presenter: Presenter;
  /** Whether an account or the simulator is in use. */
  isSetUp: () => boolean;
  currentTranslate: () => Translate;
  onClick: () => void;
  /** The desktop did not show it. */
  onNotShown: (error: Error) => void;
  onError: (error: unknown) => void;
};

/** Creates the listener for a change of the account. It shows the notification when the first run ends, and at no later start. */
export function createSetUpNotification(deps: SetUpNotificationDeps): () => void {
  if (deps.platform !== 'darwin') return () => {};
  let wasSetUp = deps.isSetUp();
  return () => {
    const isSetUp = deps.isSetUp();
    const isNew = isSetUp && !wasSetUp;
    wasSetUp = isSetUp;
    if (!isNew) return;
    try {
      const t = deps.currentTranslate();
      deps.presenter.show(
        {
          title: t('notification.setUpTitle'),
          body: t('notification.setUpBody'),
          urgent: false,
          openLabel: t('tray.open'),
          actions: [],
        },
        { onClick: deps.onClick, onAction: () => {}, onClosed: () => {}, onFailed: deps.onNotShown },
      );
    } catch (error) {
      deps.onError(error);
    }
  };
}
