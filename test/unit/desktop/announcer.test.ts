import { expect, test } from 'vitest';
import { createAnnouncer } from '../../../main/desktop/announcer.ts';
import {
  doubted,
  failed,
  failureDismissed,
  givenUp,
  observed,
  postponed,
  read,
  switched,
  wished,
} from '../../../main/status/state.ts';
import { DEFAULT_PREFERENCES } from '../../../preload/contract/preferences.ts';
import type { AgentState, AppState, FailureReport, PlannedReturn } from '../../../preload/contract/state.ts';
import { appState, failureReport, NINE, proved, wish } from '../../support/app-state.ts';
import { FakePresenter } from '../../support/unit/fake-presenter.ts';
import { translateInto } from '../../support/texts.ts';
import { virtualTime } from '../../support/unit/virtual-time.ts';

const free = wish({ id: 2, choice: { status: 'free', reason: '' } });
const start = appState({ proved: proved({ status: 'rest', reason: 'Lunch' }), wish: free });

const resting = appState({ proved: proved({ status: 'rest', reason: 'Lunch' }) });

const failure = failureReport({ choice: free.choice });
const FAILED = 'Still Rest · Lunch: the switch to Free failed';
const fails = agentPart((agent) => failed(agent, failure));
const failsAgain = (change: Partial<FailureReport>) =>
  agentPart((agent) => failed(agent, { ...failure, ...change }));
const wishes = (id: number) => agentPart((agent) => wished(agent, { ...free, id }));
const waits = (at: number) =>
  agentPart((agent) =>
    postponed(agent, { name: 'waiting', until: at + 1_000 }, { ...failure, kind: 'rateLimited', at }),
  );
const succeeds = agentPart((agent) =>
  switched(agent, free, { reason: '', requestId: null, previous: null }, NINE),
);
const cannotBeRead = agentPart((agent) => failed(agent, failureReport({ choice: null })));
const isRead = agentPart((agent) =>
  read(agent, { status: 'rest', reason: 'Lunch', since: null, afterCall: null }, NINE),
);
const becomes = (status: 'free' | 'rest' | 'busy', afterCall: 'rest' | null = null) =>
  agentPart((agent) => observed(agent, { status, reason: '', since: NINE, afterCall }, NINE));
const givesUp = agentPart(givenUp);
const isDoubted = agentPart(doubted);
const isClosedInTheWindow = agentPart(failureDismissed);

const plan = { backAt: NINE, stage: 'planned', asked: 0 } as const;
const planBecomes =
  (change: Partial<PlannedReturn> | null): Change =>
  (state) => ({ ...state, plannedReturn: change && { ...plan, ...change } });
const backSoon = planBecomes({ stage: 'soon' });
const isAsked = (asked: number) => planBecomes({ stage: 'due', asked });

type Change = (state: AppState) => AppState;

function agentPart(change: (agent: AgentState) => AgentState): Change {
  return (state) => ({ ...state, agent: change(state.agent) });
}

/** Somebody who is told of changes while the window is hidden. */
function listener(from = start) {
  const time = virtualTime();
  const desktop = new FakePresenter();
  const clicks: string[] = [];
  const faults: unknown[] = [];
  const notShown: Error[] = [];
  const { announce, stop } = createAnnouncer({
    time,
    translateInto,
    presenter: desktop,
    onClick: () => clicks.push('click'),
    onAction: (action) => clicks.push(action),
    onFault: (error) => faults.push(error),
    onNotShown: (error) => notShown.push(error),
  });
  let state = from;
  const happens = (changes: Change[], visible: boolean) => {
    for (const change of changes) {
      const before = state;
      state = change(before);
      announce(before, state, visible);
    }
  };
  return {
    time,
    desktop,
    clicks,
    faults,
    notShown,
    stop,
    happens: (...changes: Change[]) => happens(changes, false),
    happensInTheWindow: (...changes: Change[]) => happens(changes, true),
    /** Each change with all the time that it needs. */
    happensSlowly: async (...changes: Change[]) => {
      for (const change of changes) {
        happens([change], false);
        await time.advance(1_000);
      }
    },
  };
}

test('what happened is said a moment later', async () => {
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
    ['Back in 2 minutes', FAILED],
  ],
  ['or before it', [backSoon, fails], ['Back in 2 minutes', FAILED]],
  ['a failure that was tried again and is mended is past', [fails, wishes(2), succeeds], ['Free']],
  ['so is that of a reading, after one that went well', [cannotBeRead, isRead], []],
  ['and one that is being tried again', [fails, wishes(3)], ['Switching to Free…']],
  ['a wish that was given up at once is not worth a word', [wishes(3), givesUp], []],
  [
    'a switch for after the call ends in saying so',
    [becomes('busy'), wishes(3), becomes('busy', 'rest'), givesUp],
    ['Rest after this call'],
  ],
])('within that moment, %s', async (_what, changes, expected) => {
  const { time, desktop, happens } = listener({ ...start, plannedReturn: plan });
  happens(...changes);
  await time.advance(1_000);
  expect(desktop.titles()).toEqual(expected);
  expect(desktop.titlesShown()).toEqual(expected);
});

test('the same refusal three times is three notifications, and one is up', async () => {
  const { desktop, happensSlowly } = listener();
  for (const id of [3, 4, 5]) {
    await happensSlowly(wishes(id), failsAgain({ at: NINE + id * 2_000, requestId: String(id) }));
  }
  expect(desktop.titlesShown().filter((title) => title === FAILED)).toHaveLength(3);
  expect(desktop.titles()).toEqual([FAILED]);
});

test('the same refusal in the same millisecond is another one, for it was asked for again', async () => {
  const { desktop, happensSlowly } = listener();
  await happensSlowly(fails, wishes(3), fails);
  expect(desktop.titlesShown().filter((title) => title === FAILED)).toHaveLength(2);
});

test('attempts that the app makes by itself say one thing, and giving up after them says nothing new', async () => {
  const { desktop, happensSlowly } = listener();
  await happensSlowly(waits(NINE), waits(NINE + 5_000), waits(NINE + 9_000), givesUp);
  expect(desktop.titlesShown().filter((title) => title === FAILED)).toHaveLength(1);
  expect(desktop.titles()).toEqual([FAILED]);
});

test('when nobody tries any more that is said, though it is the same trouble', async () => {
  const { desktop, happensSlowly } = listener();
  await happensSlowly(waits(NINE), failsAgain({ kind: 'rateLimited', at: NINE + 5_000 }));
  expect(desktop.titlesShown().filter((title) => title === FAILED)).toHaveLength(2);
});

test('a failure that is mended is taken away, and so is all that is over', async () => {
  const { desktop, happensSlowly } = listener({ ...start, plannedReturn: plan });
  await happensSlowly(fails, isAsked(1));
  expect(desktop.titles()).toEqual([FAILED, 'Time to be back']);
  await happensSlowly(planBecomes(null));
  expect(desktop.titles()).toEqual([FAILED]);
  await happensSlowly(wishes(3), succeeds);
  expect(desktop.titles()).toEqual(['Free']);
  await happensSlowly(becomes('busy'));
  expect(desktop.titles()).toEqual([]);
});

test('a failure that is put aside in the window is taken away', async () => {
  const { desktop, happensSlowly } = listener();
  await happensSlowly(fails, isClosedInTheWindow);
  expect(desktop.titles()).toEqual([]);
});

test('what a standing failure says of the status is put right', async () => {
  const { desktop, happensSlowly } = listener();
  await happensSlowly(isDoubted, fails);
  expect(desktop.titles()).toEqual(['Status unknown: the switch to Free is not confirmed']);
  await happensSlowly(isRead);
  expect(desktop.titles()).toEqual([FAILED]);
});

test('who has dismissed it is not shown it again, also not with another status', async () => {
  const { desktop, happensSlowly } = listener();
  await happensSlowly(fails);
  desktop.dismiss(FAILED);
  await happensSlowly(isDoubted, isRead, (state) => ({ ...state, page: 'settings' }));
  expect(desktop.titlesShown()).toEqual([FAILED]);
});

test('but the same again, later, is', async () => {
  const { desktop, happensSlowly } = listener();
  await happensSlowly(fails);
  desktop.dismiss(FAILED);
  await happensSlowly(wishes(3), failsAgain({ at: NINE + 2_000 }));
  expect(desktop.titles()).toEqual([FAILED]);
});

test('a question that is asked again is seen again', async () => {
  const { desktop, happensSlowly } = listener(resting);
  await happensSlowly(isAsked(1), isAsked(2), isAsked(3));
  expect(desktop.titlesShown()).toEqual(['Time to be back', 'Time to be back', 'Time to be back']);
  expect(desktop.titles()).toEqual(['Time to be back']);
});

test('it is asked too where the status is not known, and put right when it is', async () => {
  const { desktop, happensSlowly } = listener(appState());
  await happensSlowly(isAsked(1));
  expect(desktop.up.map(({ body }) => body)).toEqual(['Open Standby to go free, or take 5 more minutes.']);
  await happensSlowly(isRead);
  expect(desktop.up.map(({ body }) => body)).toEqual([
    'You are still on Rest · Lunch. Open Standby to go free, or take 5 more minutes.',
  ]);
});

test('the proof of a switch is said once, and not again after a call', async () => {
  const { desktop, happensSlowly } = listener();
  await happensSlowly(succeeds, becomes('busy'), becomes('free'));
  expect(desktop.titlesShown()).toEqual(['Free']);
});

test('the proof of an older wish is not said when the newer one is given up', async () => {
  const { desktop, happensSlowly } = listener(appState({ wish: wish({ id: 9 }) }));
  await happensSlowly(succeeds, givesUp);
  expect(desktop.titlesShown()).toEqual(['Switching to Rest · Lunch…']);
  expect(desktop.titles()).toEqual([]);
});

test('what was reserved when the app began to know the status is no news', async () => {
  const { desktop, happensSlowly } = listener(appState());
  await happensSlowly(becomes('busy', 'rest'));
  expect(desktop.shown).toEqual([]);
});

test('the window says the ordinary things itself, and they do not come up when it is hidden', async () => {
  const { time, desktop, happens, happensInTheWindow } = listener(appState({ proved: proved() }));
  happensInTheWindow(wishes(2), succeeds);
  await time.advance(1_000);
  happens((state) => ({ ...state, page: 'today' }));
  await time.advance(1_000);
  expect(desktop.shown).toEqual([]);
});

test('opened, the window takes away what it says itself, and nothing else', async () => {
  const { time, desktop, happensSlowly, happensInTheWindow } = listener();
  await happensSlowly(fails, wishes(3), isAsked(1));
  happensInTheWindow((state) => ({ ...state, page: 'today' }));
  await time.advance(1_000);
  expect(desktop.titles()).toEqual(['Time to be back']);
});

test('quiet leaves out the ordinary things, and keeps what needs an answer', async () => {
  const preferences = { ...DEFAULT_PREFERENCES, quiet: true };
  const { desktop, happensSlowly } = listener({ ...start, preferences });
  await happensSlowly(wishes(3), fails, isAsked(1));
  expect(desktop.titlesShown()).toEqual([FAILED, 'Time to be back']);
});

test('what changed without a word is not held against what comes later', async () => {
  const { time, desktop, happens } = listener(resting);
  happens((state) => ({ ...state, page: 'settings' }));
  expect(time.pending()).toBe(0);
  happens(fails);
  await time.advance(50);
  expect(desktop.titlesShown()).toEqual([FAILED]);
});

test('a click and an answer are passed on', async () => {
  const { desktop, clicks, happensSlowly } = listener(resting);
  await happensSlowly(isAsked(1));
  const [question] = desktop.up;
  expect(question).toMatchObject({
    openLabel: 'Open Standby',
    actions: [
      { action: 'imBack', label: "I'm back" },
      { action: 'fiveMore', label: '5 more minutes' },
    ],
  });
  question?.listeners.onAction('fiveMore');
  question?.listeners.onClick();
  expect(clicks).toEqual(['fiveMore', 'click']);
});

test('at the end of the app every notification is taken away, and nothing more is said', async () => {
  const { time, desktop, stop, happens, happensSlowly } = listener();
  await happensSlowly(fails, isAsked(1));
  happens(wishes(3));
  stop();
  expect(desktop.titles()).toEqual([]);
  happens(fails);
  await time.advance(1_000);
  expect(desktop.titles()).toEqual([]);
  expect(time.pending()).toBe(0);
});

test('a desktop that throws is told of, is not asked again for the same thing, and the next is shown', async () => {
  const { desktop, faults, happensSlowly } = listener();
  desktop.throwing = { show: new Error('no libnotify') };
  await happensSlowly(fails, (state) => ({ ...state, page: 'today' }), backSoon);
  expect(faults).toEqual([desktop.throwing.show]);
  desktop.throwing = {};
  await happensSlowly(wishes(3), failsAgain({ at: NINE + 1 }));
  expect(desktop.titles()).toEqual([FAILED]);
  desktop.throwing = { close: new Error('gone') };
  await happensSlowly(wishes(4));
  expect(faults).toHaveLength(2);
  expect(desktop.titlesShown().at(-1)).toBe('Switching to Free…');
});

test('a desktop that does not show one is told of, and the rest goes on', async () => {
  const { desktop, notShown, faults, happensSlowly } = listener();
  await happensSlowly(fails);
  desktop.up[0]?.listeners.onFailed(new Error('switched off'));
  expect(notShown).toHaveLength(1);
  await happensSlowly(isDoubted, isAsked(1));
  expect(desktop.titlesShown()).toEqual([FAILED, 'Time to be back']);
  expect(faults).toEqual([]);
});

test('what follows an answer may throw without harm', async () => {
  const time = virtualTime();
  const desktop = new FakePresenter();
  const faults: unknown[] = [];
  const boom = new Error('the window is gone');
  const { announce } = createAnnouncer({
    time,
    translateInto,
    presenter: desktop,
    onClick: () => {
      throw boom;
    },
    onAction: () => {
      throw boom;
    },
    onFault: (error) => faults.push(error),
    onNotShown: () => {},
  });
  announce(start, fails(start), false);
  await time.advance(50);
  desktop.up[0]?.listeners.onClick();
  desktop.up[0]?.listeners.onAction('imBack');
  expect(faults).toEqual([boom, boom]);
});
