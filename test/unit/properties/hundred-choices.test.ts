import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createStatusService } from '../../../main/status/service.ts';
import { initialAgentState } from '../../../main/status/state.ts';
import type { AgentState } from '../../../shared/state.ts';
import type { StatusChoice } from '../../../shared/domain.ts';
import { switchConfirmed, statusRead } from '../../support/unit/fake-status-gateway.ts';
import { createVirtualClock } from '../../support/unit/virtual-clock.ts';

const CLICKS = 100;
const CLICK_EVERY_MS = 50;

const choice = fc.constantFrom<StatusChoice>(
  { status: 'free', reason: '' },
  { status: 'rest', reason: 'Lunch' },
  { status: 'notReady', reason: '' },
);
const hundred = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: CLICKS, maxLength: CLICKS });

test('a hundred choices in five seconds end in the last one, with no wrong state shown on the way', async () => {
  await fc.assert(
    fc.asyncProperty(hundred(choice), hundred(fc.nat(3_000)), async (choices, latencies) => {
      const time = createVirtualClock();
      let actual: StatusChoice = { status: 'free', reason: '' };
      let requests = 0;
      /** States that showed neither the agent's newest choice nor the service's last response. */
      const wrong: AgentState[] = [];
      let newest: StatusChoice | null = null;
      let state = initialAgentState();
      const service = createStatusService({
        store: {
          get: () => state,
          update: (change) => {
            state = change(state);
            const { intent, confirmed, failure } = state;
            const isWrong =
              confirmed && (confirmed.status !== actual.status || confirmed.reason !== actual.reason);
            if (isWrong || failure || (intent && intent.choice !== newest)) wrong.push(state);
          },
        },
        time,
        isOnline: () => true,
        isScreenLocked: () => false,
        fleetSize: () => null,
        setStatus: (requested) =>
          new Promise((answer) => {
            const latency = latencies[requests] ?? 0;
            requests += 1;
            time.setTimer(latency, () => {
              actual = requested;
              answer(switchConfirmed(requested));
            });
          }),
        readStatus: () => Promise.resolve(statusRead(actual.status, { reason: actual.reason })),
      });

      for (const clicked of choices) {
        newest = clicked;
        service.requestStatus(clicked, 'window');
        await time.advance(CLICK_EVERY_MS);
      }
      // The request in flight and the one for the last choice.
      await time.advance(6_000);

      expect(wrong).toEqual([]);
      expect(state).toMatchObject({ intent: null, confirmed: newest, receipt: { to: newest } });
      expect(actual).toEqual(newest);
    }),
    { numRuns: 50 },
  );
});
