import { expect, test } from 'vitest';
import { createSetUpNotification } from '../../../../main/desktop/notifications/set-up-notification.ts';
import type { NotificationContent } from '../../../../main/desktop/presenter.ts';
import { translateInto } from '../../../support/texts.ts';

function createHarness({
  platform = 'darwin',
  isSetUp = false,
  show = () => ({ close: () => {} }),
}: { platform?: NodeJS.Platform; isSetUp?: boolean; show?: () => { close: () => void } } = {}) {
  const state = { isSetUp };
  const shown: NotificationContent[] = [];
  const errors: unknown[] = [];
  const onAccountChange = createSetUpNotification({
    platform,
    presenter: {
      show: (content) => {
        shown.push(content);
        return show();
      },
    },
    isSetUp: () => state.isSetUp,
    currentTranslate: () => translateInto('en'),
    onClick: () => {},
    onNotShown: (error) => errors.push(error),
    onError: (error) => errors.push(error),
  });
  return { state, shown, errors, onAccountChange };
}

test('macOS asks for the permission when the first run ends, once, and not for the next account', () => {
  const { state, shown, onAccountChange } = createHarness();
  onAccountChange();
  expect(shown).toEqual([]);
  state.isSetUp = true;
  onAccountChange();
  expect(shown).toMatchObject([{ title: 'Standby is set up', urgent: false, actions: [] }]);
  onAccountChange();
  expect(shown).toHaveLength(1);
});

test('a start with an account asks nothing', () => {
  const { shown, onAccountChange } = createHarness({ isSetUp: true });
  onAccountChange();
  expect(shown).toEqual([]);
});

test.each(['linux', 'win32'] as const)('%s asks for no permission, so nothing is shown', (platform) => {
  const { state, shown, onAccountChange } = createHarness({ platform });
  state.isSetUp = true;
  onAccountChange();
  expect(shown).toEqual([]);
});

test('a system that shows no notifications does not stop the set-up', () => {
  const { state, errors, onAccountChange } = createHarness({
    show: () => {
      throw new Error('no notifications');
    },
  });
  state.isSetUp = true;
  expect(onAccountChange).not.toThrow();
  expect(errors).toMatchObject([{ message: 'no notifications' }]);
});
