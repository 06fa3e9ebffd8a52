/** Whatever happens, and however fast: the desktop's notifications end up like the state, and nothing important is lost. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createAnnouncer } from '../../../main/desktop/announcer.ts';
import { newsOf } from '../../../main/desktop/notification-view.ts';
import { ANNOUNCE_AFTER_MS } from '../../../main/desktop/soon.ts';
import {
  doubted,
  driftDismissed,
  failed,
  failureDismissed,
  givenUp,
  observed,
  postponed,
  read,
  switched,
  wished,
  type Observation,
} from '../../../main/status/state.ts';
import type { AgentState, AppState } from '../../../preload/contract/state.ts';
import { appState, failureReport, NINE, wish } from '../../support/app-state.ts';
import { FakePresenter } from '../../support/unit/fake-presenter.ts';
import { translateInto } from '../../support/texts.ts';
import { virtualTime } from '../../support/unit/virtual-time.ts';

type Step = { change: (state: AppState, count: number) => AppState; visible: boolean };

const choices = [
  { status: 'free', reason: '' },
  { status: 'rest', reason: 'Lunch' },
  { status: 'notReady', reason: 'R&D <3 weeks>' },
] as const;
const choice = fc.constantFrom(...choices);
const seen: fc.Arbitrary<Observation> = fc.oneof(
  choice.map((each) => ({ ...each, since: null, afterCall: null })),
  fc
    .constantFrom(null, 'rest', 'notReady')
    .map((afterCall) => ({ status: 'busy', reason: '', since: NINE, afterCall })),
) as fc.Arbitrary<Observation>;

function ofAgent(change: (agent: AgentState, count: number) => AgentState): Step['change'] {
  return (state, count) => ({ ...state, agent: change(state.agent, count) });
}

const change: fc.Arbitrary<Step['change']> = fc.oneof(
  choice.map((to) =>
    ofAgent((agent, count) => wished(agent, wish({ id: count, choice: to, askedAt: NINE + count }))),
  ),
  fc.constant(
    ofAgent((agent, count) =>
      agent.wish
        ? switched(
            agent,
            agent.wish,
            { reason: agent.wish.choice.reason, requestId: null, previous: null },
            NINE + count,
          )
        : agent,
    ),
  ),
  fc
    .constantFrom('inCall', 'notPermitted' as const)
    .map((kind) =>
      ofAgent((agent, count) =>
        failed(agent, failureReport({ kind, at: NINE + count, choice: agent.wish?.choice ?? null })),
      ),
    ),
  fc.constant(
    ofAgent((agent, count) =>
      postponed(
        agent,
        { name: 'waiting', until: NINE },
        failureReport({ kind: 'rateLimited', at: NINE + count }),
      ),
    ),
  ),
  seen.map((each) => ofAgent((agent, count) => observed(agent, each, NINE + count))),
  seen.map((each) => ofAgent((agent, count) => read(agent, each, NINE + count))),
  fc.constantFrom(givenUp, doubted, failureDismissed, driftDismissed).map((each) => ofAgent(each)),
  fc.constantFrom(null, 600_000).map((clockAheadMs) => ofAgent((agent) => ({ ...agent, clockAheadMs }))),
  fc
    .record({ stage: fc.constantFrom('planned', 'soon', 'due'), asked: fc.nat(3) })
    .map((plan): Step['change'] => (state) => ({
      ...state,
      plannedReturn: { backAt: NINE, ...plan },
    })),
  fc.constant<Step['change']>((state) => ({ ...state, plannedReturn: null })),
  fc.constantFrom('ok', 'warning', 'breached').map((state): Step['change'] => (before) => ({
    ...before,
    budgets: [
      {
        status: 'rest',
        reason: 'Lunch',
        breakUsedMs: 1,
        breakLimitMs: 1,
        dayUsedMs: 0,
        dayLimitMs: null,
        state: state,
      },
    ],
  })),
  fc.constant<Step['change']>((state) => ({ ...state, page: state.page === 'main' ? 'today' : 'main' })),
);
const step: fc.Arbitrary<Step> = fc.record({ change, visible: fc.boolean() });
/** A history, and how long it takes from each step to the next, in milliseconds. */
const history = fc.array(fc.record({ step, pause: fc.constantFrom(0, 1, 20, 49, 50, 51, 1_000) }), {
  minLength: 1,
  maxLength: 25,
});

/** Lets a history happen; `pauseOf` says how long each pause is. */
async function play(
  steps: readonly { step: Step; pause: number }[],
  pauseOf: (pause: number) => number,
  onSettled: (state: AppState, desktop: FakePresenter) => void = () => {},
) {
  const time = virtualTime();
  const desktop = new FakePresenter();
  const faults: unknown[] = [];
  const announcer = createAnnouncer({
    time,
    translateInto,
    presenter: desktop,
    onClick: () => {},
    onAction: () => {},
    onFault: (error) => faults.push(error),
    onNotShown: (error) => faults.push(error),
  });
  let state = appState();
  for (const [count, { step: each, pause }] of steps.entries()) {
    const before = state;
    state = each.change(before, count + 1);
    announcer.announce(before, state, each.visible);
    const wait = pauseOf(pause);
    await time.advance(wait);
    if (wait >= ANNOUNCE_AFTER_MS) onSettled(state, desktop);
  }
  await time.advance(ANNOUNCE_AFTER_MS);
  expect(faults).toEqual([]);
  return { state, desktop, announcer };
}

test('what is up at the end does not depend on how many changes fell into one moment', async () => {
  await fc.assert(
    fc.asyncProperty(history, async (steps) => {
      const [asTold, slow, atOnce] = [
        await play(steps, (pause) => pause),
        await play(steps, () => 1_000),
        await play(steps, () => 0),
      ];
      const texts = ({ desktop }: typeof slow) =>
        desktop.up.map(({ title, body }) => `${title}\n${body}`).sort();
      expect(texts(asTold)).toEqual(texts(slow));
      expect(texts(atOnce)).toEqual(texts(slow));
      slow.announcer.stop();
      expect(slow.desktop.up).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

test('everything important that is so is up, and nothing that is not so', async () => {
  await fc.assert(
    fc.asyncProperty(history, async (steps) => {
      await play(
        steps,
        (pause) => pause,
        (state, desktop) => {
          const news = newsOf(state).map((each) => ({ ...each, ...each.words(translateInto('en')) }));
          const up = desktop.up.map(({ title }) => title);
          // What a wrong clock, a limit or a change made elsewhere is about moves on with the state; its title does not.
          const titles = news.map(({ title }) => title);
          expect(titles).toEqual(expect.arrayContaining(up));
          const important = news.filter(({ urgent }) => urgent).map(({ title }) => title);
          expect(up).toEqual(expect.arrayContaining(important));
        },
      );
    }),
    { numRuns: 150 },
  );
});
