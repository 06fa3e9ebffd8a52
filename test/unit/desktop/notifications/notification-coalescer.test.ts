import { describe, expect, test } from 'vitest';
import { createNotificationCoalescer } from '../../../../main/desktop/notifications/notification-coalescer.ts';
import {
  statusInvalidated,
  intentFailed,
  failureDismissed,
  intentCancelled,
  statusConfirmed,
  retryScheduled,
  readingReceived,
  switchConfirmed,
  intentSubmitted,
} from '../../../../main/status/state.ts';
import { DEFAULT_PREFERENCES } from '../../../../shared/preferences.ts';
import type { AgentState, AppState, FailureReport, PlannedReturn } from '../../../../shared/state.ts';
import { appState, failureReport, MONDAY_9AM, confirmed, intent } from '../../../support/app-state.ts';
import { FakePresenter } from '../../../support/unit/fake-presenter.ts';
import { translateInto } from '../../../support/texts.ts';
import { createVirtualClock } from '../../../support/unit/virtual-clock.ts';

const free = intent({ id: 2, choice: { status: 'free', reason: '' } });
const start = appState({ confirmed: confirmed({ status: 'rest', reason: 'Lunch' }), intent: free });

const resting = appState({ confirmed: confirmed({ status: 'rest', reason: 'Lunch' }) });

const failure = failureReport({ choice: free.choice });
const FAILED = "Still Rest · Lunch. Couldn't switch to Free";
const fails = agentSlice((agent) => intentFailed(agent, failure));
const failsAgain = (change: Partial<FailureReport>) =>
  agentSlice((agent) => intentFailed(agent, { ...failure, ...change }));
const submitsIntent = (id: number) => agentSlice((agent) => intentSubmitted(agent, { ...free, id }));
const waits = (at: number) =>
  agentSlice((agent) =>
    retryScheduled(agent, { type: 'waiting', until: at + 1_000 }, { ...failure, kind: 'rateLimited', at }),
  );
const succeeds = agentSlice((agent) =>
  switchConfirmed(agent, free, { reason: '', requestId: null, previous: null }, MONDAY_9AM),
);
const cannotBeRead = agentSlice((agent) => intentFailed(agent, failureReport({ choice: null })));
const isRead = agentSlice((agent) =>
  readingReceived(agent, { status: 'rest', reason: 'Lunch', since: null, afterCall: null }, MONDAY_9AM),
);
const becomes = (status: 'free' | 'rest' | 'busy', afterCall: 'rest' | null = null) =>
  agentSlice((agent) =>
    statusConfirmed(agent, { status, reason: '', since: MONDAY_9AM, afterCall }, MONDAY_9AM),
  );
const givesUp = agentSlice(intentCancelled);
const isInvalidated = agentSlice(statusInvalidated);
const isClosedInTheWindow = agentSlice(failureDismissed);

const plan = { backAt: MONDAY_9AM, minutes: null, stage: 'planned', promptCount: 0 } as const;
const planBecomes =
  (change: Partial<PlannedReturn> | null): Change =>
  (state) => ({ ...state, plannedReturn: change && { ...plan, ...change } });
const backSoon = planBecomes({ stage: 'soon' });
const isAsked = (promptCount: number) => planBecomes({ stage: 'due', promptCount });

type Change = (state: AppState) => AppState;

function agentSlice(change: (agent: AgentState) => AgentState): Change {
  return (state) => ({ ...state, agent: change(state.agent) });
}

/** The agent wants to be told of every switch. */
const everySwitch = { ...DEFAULT_PREFERENCES, reduceNotifications: false };

/** Creates a coalescer with a hidden window. */
function listener(from = start, preferences = everySwitch) {
  const time = createVirtualClock();
  const desktop = new FakePresenter();
  const clicks: string[] = [];
  const errors: unknown[] = [];
  const notShown: Error[] = [];
  const { notify, stop } = createNotificationCoalescer({
    time,
    translateInto,
    presenter: desktop,
    onClick: () => clicks.push('click'),
    onAction: (action) => clicks.push(action),
    onError: (error) => errors.push(error),
    onNotShown: (error) => notShown.push(error),
  });
  let state = { ...from, preferences };
  const happens = (changes: Change[], visible: boolean) => {
    for (const change of changes) {
      const before = state;
      state = change(before);
      notify(before, state, visible);
    }
  };
  return {
    time,
    desktop,
    clicks,
    errors,
    notShown,
    stop,
    happens: (...changes: Change[]) => happens(changes, false),
    happensInTheWindow: (...changes: Change[]) => happens(changes, true),
    /** Applies each change with enough time for its notification. */
    happensSlowly: async (...changes: Change[]) => {
      for (const change of changes) {
        happens([change], false);
        await time.advance(1_100);
      }
    },
  };
}

test('a change is notified after the delay', async () => {
  const { time, desktop, happens } = listener();
  happens(fails);
  await time.advance(49);
  expect(desktop.shown).toEqual([]);
  await time.advance(1);
  expect(desktop.titlesShown()).toEqual([FAILED]);
});

test.each<[what: string, changes: Change[], up: string[]]>([
  [
    'a failure comes last, and so on top, whatever came after it',
    [fails, backSoon],
    ['2 minutes left', FAILED],
  ],
  ['or before it', [backSoon, fails], ['2 minutes left', FAILED]],
  ['a failure that was tried again and is mended is past', [fails, submitsIntent(2), succeeds], ['Free']],
  ['so is that of a reading, after one that went well', [cannotBeRead, isRead], []],
  ['and one that is being tried again', [fails, submitsIntent(3)], ['Switching to Free…']],
  ['an intent that was cancelled at once is not notified', [submitsIntent(3), givesUp], []],
  [
    'a switch for after the call ends in saying so',
    [becomes('busy'), submitsIntent(3), becomes('busy', 'rest'), givesUp],
    ['Rest after this call'],
  ],
])('within the delay, %s', async (_what, changes, expected) => {
  const { time, desktop, happens } = listener({ ...start, plannedReturn: plan });
  happens(...changes);
  await time.advance(1_100);
  expect(desktop.titles()).toEqual(expected);
  expect(desktop.titlesShown()).toEqual(expected);
});

test('the same failure three times is notified three times, and the last one is visible', async () => {
  const { desktop, happensSlowly } = listener();
  for (const id of [3, 4, 5]) {
    await happensSlowly(
      submitsIntent(id),
      failsAgain({ at: MONDAY_9AM + id * 2_000, requestId: String(id) }),
    );
  }
  expect(desktop.titlesShown().filter((title) => title === FAILED)).toHaveLength(3);
  expect(desktop.titles()).toEqual([FAILED]);
});

test('the same failure of another intent in the same millisecond is notified again', async () => {
  const { desktop, happensSlowly } = listener();
  await happensSlowly(fails, submitsIntent(3), fails);
  expect(desktop.titlesShown().filter((title) => title === FAILED)).toHaveLength(2);
});

test('automatic retries are notified once, and cancelling them is not notified', async () => {
  const { desktop, happensSlowly } = listener();
  await happensSlowly(waits(MONDAY_9AM), waits(MONDAY_9AM + 5_000), waits(MONDAY_9AM + 9_000), givesUp);
  expect(desktop.titlesShown().filter((title) => title === FAILED)).toHaveLength(1);
  expect(desktop.titles()).toEqual([FAILED]);
});

test('the end of the retries is notified, even with the same failure', async () => {
  const { desktop, happensSlowly } = listener();
  await happensSlowly(waits(MONDAY_9AM), failsAgain({ kind: 'rateLimited', at: MONDAY_9AM + 5_000 }));
  expect(desktop.titlesShown().filter((title) => title === FAILED)).toHaveLength(2);
});

test('notifications of a resolved failure and of other outdated facts are closed', async () => {
  const { desktop, happensSlowly } = listener({ ...start, plannedReturn: plan });
  await happensSlowly(fails, isAsked(1));
  expect(desktop.titles()).toEqual([FAILED, 'Time to be back']);
  await happensSlowly(planBecomes(null));
  expect(desktop.titles()).toEqual([FAILED]);
  await happensSlowly(submitsIntent(3), succeeds);
  expect(desktop.titles()).toEqual(['Free']);
  await happensSlowly(becomes('busy'));
  expect(desktop.titles()).toEqual([]);
});

test('the notification of a failure that was dismissed in the window is closed', async () => {
  const { desktop, happensSlowly } = listener();
  await happensSlowly(fails, isClosedInTheWindow);
  expect(desktop.titles()).toEqual([]);
});

test('the status in the notification of a lasting failure is updated', async () => {
  const { desktop, happensSlowly } = listener();
  await happensSlowly(isInvalidated, fails);
  expect(desktop.titles()).toEqual(["Status unknown. The switch to Free isn't confirmed"]);
  await happensSlowly(isRead);
  expect(desktop.titles()).toEqual([FAILED]);
});

test('a dismissed failure is not shown again, also not with another status', async () => {
  const { desktop, happensSlowly } = listener();
  await happensSlowly(fails);
  desktop.dismiss(FAILED);
  await happensSlowly(isInvalidated, isRead, (state) => ({ ...state, route: 'settings' }));
  expect(desktop.titlesShown()).toEqual([FAILED]);
});

test('a dismissed failure that happens again later is shown', async () => {
  const { desktop, happensSlowly } = listener();
  await happensSlowly(fails);
  desktop.dismiss(FAILED);
  await happensSlowly(submitsIntent(3), failsAgain({ at: MONDAY_9AM + 2_000 }));
  expect(desktop.titles()).toEqual([FAILED]);
});

test('a repeated prompt is shown again', async () => {
  const { desktop, happensSlowly } = listener(resting);
  await happensSlowly(isAsked(1), isAsked(2), isAsked(3));
  expect(desktop.titlesShown()).toEqual(['Time to be back', 'Time to be back', 'Time to be back']);
  expect(desktop.titles()).toEqual(['Time to be back']);
});

test('the prompt is also shown with an unknown status, and updated once the status is known', async () => {
  const { desktop, happensSlowly } = listener(appState());
  await happensSlowly(isAsked(1));
  expect(desktop.visible.map(({ body }) => body)).toEqual([
    'Open Standby to switch to Free, or take 5 more minutes.',
  ]);
  await happensSlowly(isRead);
  expect(desktop.visible.map(({ body }) => body)).toEqual([
    'Your status is still Rest · Lunch. Open Standby to switch to Free, or take 5 more minutes.',
  ]);
});

test('the confirmation of a switch is notified once, and not again after a call', async () => {
  const { desktop, happensSlowly } = listener();
  await happensSlowly(succeeds, becomes('busy'), becomes('free'));
  expect(desktop.titlesShown()).toEqual(['Free']);
});

test('the confirmation of an older intent is not notified when the newer one is cancelled', async () => {
  const { desktop, happensSlowly } = listener(appState({ intent: intent({ id: 9 }) }));
  await happensSlowly(succeeds, givesUp);
  expect(desktop.titlesShown()).toEqual(['Switching to Rest · Lunch…']);
  expect(desktop.titles()).toEqual([]);
});

test('a reservation in the first reading is not notified', async () => {
  const { desktop, happensSlowly } = listener(appState());
  await happensSlowly(becomes('busy', 'rest'));
  expect(desktop.shown).toEqual([]);
});

test('ordinary changes with the window open are not notified, also not after it is hidden', async () => {
  const { time, desktop, happens, happensInTheWindow } = listener(appState({ confirmed: confirmed() }));
  happensInTheWindow(submitsIntent(2), succeeds);
  await time.advance(1_000);
  happens((state) => ({ ...state, route: 'today' }));
  await time.advance(1_000);
  expect(desktop.shown).toEqual([]);
});

test('opening the window closes the notifications of ordinary changes, and no others', async () => {
  const { time, desktop, happensSlowly, happensInTheWindow } = listener();
  await happensSlowly(fails, submitsIntent(3), isAsked(1));
  happensInTheWindow((state) => ({ ...state, route: 'today' }));
  await time.advance(1_000);
  expect(desktop.titles()).toEqual(['Time to be back']);
});

describe('by default', () => {
  test('a switch within a second is not notified, the icon confirms it', async () => {
    const { time, desktop, happens } = listener(resting, DEFAULT_PREFERENCES);
    happens(submitsIntent(3));
    await time.advance(999);
    happens(succeeds);
    await time.advance(2_000);
    expect(desktop.shown).toEqual([]);
    expect(time.pending()).toBe(0);
  });

  test('a slower switch is notified once, until it is confirmed', async () => {
    const { time, desktop, happens } = listener(resting, DEFAULT_PREFERENCES);
    happens(submitsIntent(3));
    await time.advance(1_100);
    expect(desktop.titles()).toEqual(['Switching to Free…']);
    happens(succeeds);
    await time.advance(2_000);
    expect(desktop.titles()).toEqual([]);
    expect(desktop.titlesShown()).toEqual(['Switching to Free…']);
  });

  test('a slower switch that is submitted with the window open is not notified after it is hidden', async () => {
    const { time, desktop, happens, happensInTheWindow } = listener(resting, DEFAULT_PREFERENCES);
    happensInTheWindow(submitsIntent(3));
    happens((state) => ({ ...state, route: 'today' }));
    await time.advance(2_000);
    expect(desktop.shown).toEqual([]);
  });

  test('failures and prompts are notified', async () => {
    const { desktop, happensSlowly } = listener(start, DEFAULT_PREFERENCES);
    await happensSlowly(fails, isAsked(1));
    expect(desktop.titlesShown()).toEqual([FAILED, 'Time to be back']);
  });
});

test('of every switch, a fast one is notified once, and a slow one keeps its place', async () => {
  const { time, desktop, happens } = listener(resting);
  happens(submitsIntent(3), succeeds);
  await time.advance(2_000);
  expect(desktop.titlesShown()).toEqual(['Free']);
  happens(submitsIntent(4));
  await time.advance(1_100);
  happens(succeeds);
  await time.advance(2_000);
  expect(desktop.titlesShown()).toEqual(['Free', 'Switching to Free…', 'Free']);
  expect(desktop.titles()).toEqual(['Free']);
});

test('a change that was not notified does not suppress later notifications', async () => {
  const { time, desktop, happens } = listener(resting);
  happens((state) => ({ ...state, route: 'settings' }));
  expect(time.pending()).toBe(0);
  happens(fails);
  await time.advance(50);
  expect(desktop.titlesShown()).toEqual([FAILED]);
});

test('a click and an action are forwarded', async () => {
  const { desktop, clicks, happensSlowly } = listener(resting);
  await happensSlowly(isAsked(1));
  const [question] = desktop.visible;
  expect(question).toMatchObject({
    openLabel: 'Open Standby',
    actions: [
      { action: 'confirmReturn', label: "I'm back" },
      { action: 'extendReturn', label: '5 more minutes' },
    ],
  });
  question?.listeners.onAction('extendReturn');
  question?.listeners.onClick();
  expect(clicks).toEqual(['extendReturn', 'click']);
});

test('at quitting every notification is closed, and no more are shown', async () => {
  const { time, desktop, stop, happens, happensSlowly } = listener();
  await happensSlowly(fails, isAsked(1));
  happens(submitsIntent(3));
  stop();
  expect(desktop.titles()).toEqual([]);
  happens(fails);
  await time.advance(1_000);
  expect(desktop.titles()).toEqual([]);
  expect(time.pending()).toBe(0);
});

test('a presenter that throws is logged, is not called again for the same notification, and shows the next one', async () => {
  const { desktop, errors, happensSlowly } = listener();
  desktop.errors = { show: new Error('no libnotify') };
  await happensSlowly(fails, (state) => ({ ...state, route: 'today' }), backSoon);
  expect(errors).toEqual([desktop.errors.show]);
  desktop.errors = {};
  await happensSlowly(submitsIntent(3), failsAgain({ at: MONDAY_9AM + 1 }));
  expect(desktop.titles()).toEqual([FAILED]);
  desktop.errors = { close: new Error('gone') };
  await happensSlowly(submitsIntent(4));
  expect(errors).toHaveLength(2);
  expect(desktop.titlesShown().at(-1)).toBe('Switching to Free…');
});

test('a notification that fails to show is logged, and the others are shown', async () => {
  const { desktop, notShown, errors, happensSlowly } = listener();
  await happensSlowly(fails);
  desktop.visible[0]?.listeners.onFailed(new Error('switched off'));
  expect(notShown).toHaveLength(1);
  await happensSlowly(isInvalidated, isAsked(1));
  expect(desktop.titlesShown()).toEqual([FAILED, 'Time to be back']);
  expect(errors).toEqual([]);
});

test('a handler of an action may throw without consequences', async () => {
  const time = createVirtualClock();
  const desktop = new FakePresenter();
  const errors: unknown[] = [];
  const boom = new Error('the window is gone');
  const { notify } = createNotificationCoalescer({
    time,
    translateInto,
    presenter: desktop,
    onClick: () => {
      throw boom;
    },
    onAction: () => {
      throw boom;
    },
    onError: (error) => errors.push(error),
    onNotShown: () => {},
  });
  notify(start, fails(start), false);
  await time.advance(50);
  desktop.visible[0]?.listeners.onClick();
  desktop.visible[0]?.listeners.onAction('confirmReturn');
  expect(errors).toEqual([boom, boom]);
});
