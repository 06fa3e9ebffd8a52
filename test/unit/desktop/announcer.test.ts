import { expect, test } from 'vitest';
import { createAnnouncer } from '../../../main/desktop/announcer.ts';
import { failed, givenUp, read, switched, wished } from '../../../main/status/state.ts';
import type { AgentState, AppState } from '../../../preload/contract/state.ts';
import { appState, failureReport, NINE, proved, wish } from '../../support/app-state.ts';
import { translateInto } from '../../support/texts.ts';
import { virtualTime } from '../../support/unit/virtual-time.ts';

const free = wish({ id: 2, choice: { status: 'free', reason: '' } });
const start = appState({ proved: proved({ status: 'rest', reason: 'Lunch' }), wish: free });

const failure = failureReport({ choice: free.choice });
const FAILED = 'Still Rest · Lunch: the switch to Free failed';
const fails = agentPart((agent) => failed(agent, failure));
const wishes = (id: number) => agentPart((agent) => wished(agent, { ...free, id }));
const succeeds = agentPart((agent) =>
  switched(agent, free, { reason: '', requestId: null, previous: null }, NINE),
);
const cannotBeRead = agentPart((agent) => failed(agent, failureReport({ choice: null })));
const isRead = agentPart((agent) =>
  read(agent, { status: 'rest', reason: 'Lunch', since: null, afterCall: null }, NINE),
);
const givesUp = agentPart(givenUp);

const plan = { backAt: NINE, stage: 'planned', asked: 0 } as const;
const backSoon = (state: AppState): AppState => ({
  ...state,
  plannedReturn: { ...plan, stage: 'soon' },
});

type Change = (state: AppState) => AppState;

function agentPart(change: (agent: AgentState) => AgentState): Change {
  return (state) => ({ ...state, agent: change(state.agent) });
}

/** Somebody who is told of changes while the window is hidden, and the titles of what was said. */
function listener(from = start) {
  const time = virtualTime();
  const said: string[] = [];
  const { announce, stop } = createAnnouncer({
    time,
    translateInto,
    show: ({ title }) => said.push(title),
  });
  let state = from;
  return {
    time,
    said,
    stop,
    happens: (...changes: Change[]) => {
      for (const change of changes) {
        const before = state;
        state = change(before);
        announce(before, state, false);
      }
    },
  };
}

test('what happened is said a moment later', async () => {
  const { time, said, happens } = listener();
  happens(fails);
  await time.advance(49);
  expect(said).toEqual([]);
  await time.advance(1);
  expect(said).toEqual([FAILED]);
});

test.each<[what: string, changes: Change[], said: string[]]>([
  ['a failure stands before a reminder that comes after it', [fails, backSoon], [FAILED]],
  ['and before one that came first', [backSoon, fails], [FAILED]],
  ['a failure that was tried again and is mended is past', [fails, wishes(2), succeeds], ['Free']],
  ['so is that of a reading, after one that went well', [cannotBeRead, isRead], []],
  ['and one that is being tried again', [fails, wishes(3)], ['Switching to Free…']],
  ['a wish that was given up at once is not worth a word', [wishes(3), givesUp], []],
])('within that moment, %s', async (_what, changes, expected) => {
  const { time, said, happens } = listener({ ...start, plannedReturn: plan });
  happens(...changes);
  await time.advance(1_000);
  expect(said).toEqual(expected);
});

test('what was said is not said again with what comes later', async () => {
  const { time, said, happens } = listener({ ...start, plannedReturn: plan });
  happens(fails);
  await time.advance(50);
  happens(backSoon);
  await time.advance(50);
  expect(said).toEqual([FAILED, 'Back in 2 minutes']);
});

test('what changed without a word is not held against what comes later', async () => {
  const { time, said, happens } = listener();
  happens((state) => ({ ...state, page: 'settings' }));
  expect(time.pending()).toBe(0);
  happens(fails);
  await time.advance(50);
  expect(said).toEqual([FAILED]);
});

test('at the end of the app nothing more is said', async () => {
  const { time, said, stop, happens } = listener();
  happens(fails);
  stop();
  happens(wishes(3));
  await time.advance(1_000);
  expect(said).toEqual([]);
  expect(time.pending()).toBe(0);
});
