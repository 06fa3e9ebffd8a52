/** Property tests: after any sequence of changes the visible notifications match the state, and none of importance is lost. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createNotificationCoalescer } from '../../../../main/desktop/notifications/notification-coalescer.ts';
import {
  getNotificationSpecs,
  SLOW_SWITCH_MS,
} from '../../../../main/desktop/notifications/notification-model.ts';
import { NOTIFICATION_DELAY_MS } from '../../../../main/desktop/coalesce.ts';
import {
  statusInvalidated,
  externalChangeDismissed,
  intentFailed,
  failureDismissed,
  intentCancelled,
  statusConfirmed,
  retryScheduled,
  readingReceived,
  switchConfirmed,
  intentSubmitted,
} from '../../../../main/status/state.ts';
import type { StatusReading } from '../../../../main/status/readings/reading.ts';
import type { AgentState, AppState } from '../../../../shared/state.ts';
import { appState, failureReport, MONDAY_9AM, intent } from '../../../support/app-state.ts';
import { FakePresenter } from '../../../support/unit/fake-presenter.ts';
import { translateInto } from '../../../support/texts.ts';
import { createVirtualClock } from '../../../support/unit/virtual-clock.ts';

type Step = { change: (state: AppState, count: number) => AppState; visible: boolean };

const choices = [
  { status: 'free', reason: '' },
  { status: 'rest', reason: 'Lunch' },
  { status: 'notReady', reason: 'R&D <3 weeks>' },
] as const;
const choice = fc.constantFrom(...choices);
const seen: fc.Arbitrary<StatusReading> = fc.oneof(
  choice.map((each) => ({ ...each, since: null, afterCall: null })),
  fc
    .constantFrom(null, 'rest', 'notReady')
    .map((afterCall) => ({ status: 'busy', reason: '', since: MONDAY_9AM, afterCall })),
) as fc.Arbitrary<StatusReading>;

function ofAgent(change: (agent: AgentState, count: number) => AgentState): Step['change'] {
  return (state, count) => ({ ...state, agent: change(state.agent, count) });
}

const change: fc.Arbitrary<Step['change']> = fc.oneof(
  choice.map((to) =>
    ofAgent((agent, count) =>
      intentSubmitted(agent, intent({ id: count, choice: to, requestedAt: MONDAY_9AM + count })),
    ),
  ),
  fc.constant(
    ofAgent((agent, count) =>
      agent.intent
        ? switchConfirmed(
            agent,
            agent.intent,
            { reason: agent.intent.choice.reason, requestId: null, previous: null },
            MONDAY_9AM + count,
          )
        : agent,
    ),
  ),
  fc
    .constantFrom('inCall', 'notPermitted' as const)
    .map((kind) =>
      ofAgent((agent, count) =>
        intentFailed(
          agent,
          failureReport({ kind, at: MONDAY_9AM + count, choice: agent.intent?.choice ?? null }),
        ),
      ),
    ),
  fc.constant(
    ofAgent((agent, count) =>
      retryScheduled(
        agent,
        { type: 'waiting', until: MONDAY_9AM },
        failureReport({ kind: 'rateLimited', at: MONDAY_9AM + count }),
      ),
    ),
  ),
  seen.map((each) => ofAgent((agent, count) => statusConfirmed(agent, each, MONDAY_9AM + count))),
  seen.map((each) => ofAgent((agent, count) => readingReceived(agent, each, MONDAY_9AM + count))),
  fc
    .constantFrom(intentCancelled, statusInvalidated, failureDismissed, externalChangeDismissed)
    .map((each) => ofAgent(each)),
  fc.constantFrom(null, 600_000).map((clockSkewMs) => ofAgent((agent) => ({ ...agent, clockSkewMs }))),
  fc
    .record({ stage: fc.constantFrom('planned', 'soon', 'due'), promptCount: fc.nat(3) })
    .map((plan): Step['change'] => (state) => ({
      ...state,
      plannedReturn: { backAt: MONDAY_9AM, minutes: null, ...plan },
    })),
  fc.constant<Step['change']>((state) => ({ ...state, plannedReturn: null })),
  fc.constantFrom('ok', 'warning', 'breached').map((state): Step['change'] => (before) => ({
    ...before,
    breakLimitUsage: [
      {
        status: 'rest',
        reason: 'Lunch',
        breakUsedMs: 1,
        breakLimitMs: 1,
        dayUsedMs: 0,
        dayLimitMs: null,
        state,
      },
    ],
  })),
  fc.constant<Step['change']>((state) => ({ ...state, route: state.route === 'main' ? 'today' : 'main' })),
);
const step: fc.Arbitrary<Step> = fc.record({ change, visible: fc.boolean() });
/** A sequence of changes, and the time between them in milliseconds. */
const history = fc.array(fc.record({ step, pause: fc.constantFrom(0, 1, 20, 49, 50, 51, 1_000) }), {
  minLength: 1,
  maxLength: 25,
});

/** Applies a sequence of changes; `pauseOf` returns the length of each pause. */
async function play(
  steps: readonly { step: Step; pause: number }[],
  pauseOf: (pause: number) => number,
  onSettled: (state: AppState, desktop: FakePresenter) => void = () => {},
) {
  const time = createVirtualClock();
  const desktop = new FakePresenter();
  const errors: unknown[] = [];
  const coalescer = createNotificationCoalescer({
    time,
    translateInto,
    presenter: desktop,
    onClick: () => {},
    onAction: () => {},
    onError: (error) => errors.push(error),
    onNotShown: (error) => errors.push(error),
  });
  let state = appState();
  for (const [count, { step: each, pause }] of steps.entries()) {
    const before = state;
    state = each.change(before, count + 1);
    coalescer.notify(before, state, each.visible);
    const wait = pauseOf(pause);
    await time.advance(wait);
    if (wait >= NOTIFICATION_DELAY_MS) onSettled(state, desktop);
  }
  await time.advance(SLOW_SWITCH_MS + NOTIFICATION_DELAY_MS);
  expect(errors).toEqual([]);
  return { state, desktop, coalescer };
}

test('the visible notifications at the end do not depend on how many changes were coalesced', async () => {
  await fc.assert(
    fc.asyncProperty(history, async (steps) => {
      const [asTold, slow, atOnce] = [
        await play(steps, (pause) => pause),
        await play(steps, () => SLOW_SWITCH_MS + NOTIFICATION_DELAY_MS),
        await play(steps, () => 0),
      ];
      const texts = ({ desktop }: typeof slow) =>
        desktop.visible.map(({ title, body }) => `${title}\n${body}`).sort();
      expect(texts(asTold)).toEqual(texts(slow));
      expect(texts(atOnce)).toEqual(texts(slow));
      slow.coalescer.stop();
      expect(slow.desktop.visible).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

test('all important facts of the state are visible, and nothing that is outdated', async () => {
  await fc.assert(
    fc.asyncProperty(history, async (steps) => {
      await play(
        steps,
        (pause) => pause,
        (state, desktop) => {
          const specs = getNotificationSpecs(state).map((each) => ({
            ...each,
            ...each.render(translateInto('en')),
          }));
          const up = desktop.visible.map(({ title }) => title);
          // The body about a wrong clock, a limit or an external change is updated with the state; the title is not.
          const titles = specs.map(({ title }) => title);
          expect(titles).toEqual(expect.arrayContaining(up));
          const important = specs.filter(({ urgent }) => urgent).map(({ title }) => title);
          expect(up).toEqual(expect.arrayContaining(important));
        },
      );
    }),
    { numRuns: 150 },
  );
});
