import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createStatusService } from '../../../main/status/service.ts';
import { initialAgentState } from '../../../main/status/state.ts';
import type { AgentState } from '../../../preload/contract/state.ts';
import type { Choice } from '../../../preload/contract/vocabulary.ts';
import { proves, reads } from '../../support/unit/fake-cloud.ts';
import { virtualTime } from '../../support/unit/virtual-time.ts';

const CLICKS = 100;
const CLICK_EVERY_MS = 50;

const choice = fc.constantFrom<Choice>(
  { status: 'free', reason: '' },
  { status: 'rest', reason: 'Lunch' },
  { status: 'notReady', reason: '' },
);
const hundred = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: CLICKS, maxLength: CLICKS });

test('a hundred choices in five seconds end in the last one, with no wrong state shown on the way', async () => {
  await fc.assert(
    fc.asyncProperty(hundred(choice), hundred(fc.nat(3_000)), async (choices, latencies) => {
      const time = virtualTime();
      let situation: Choice = { status: 'free', reason: '' };
      let requests = 0;
      /** How often something was shown that was neither the agent's newest choice nor the service's last word. */
      const wrong: AgentState[] = [];
      let newest: Choice | null = null;
      let state = initialAgentState();
      const service = createStatusService({
        store: {
          get: () => state,
          update: (change) => {
            state = change(state);
            const { wish, proved, failure } = state;
            const untrue =
              proved && (proved.status !== situation.status || proved.reason !== situation.reason);
            if (untrue || failure || (wish && wish.choice !== newest)) wrong.push(state);
          },
        },
        time,
        online: () => true,
        fleetSize: () => null,
        setStatus: (asked) =>
          new Promise((answer) => {
            const latency = latencies[requests] ?? 0;
            requests += 1;
            time.after(latency, () => {
              situation = asked;
              answer(proves(asked));
            });
          }),
        readStatus: () => Promise.resolve(reads(situation.status, { reason: situation.reason })),
      });

      for (const clicked of choices) {
        newest = clicked;
        service.choose(clicked, 'window');
        await time.advance(CLICK_EVERY_MS);
      }
      // The request in flight and the one for the last choice.
      await time.advance(6_000);

      expect(wrong).toEqual([]);
      expect(state).toMatchObject({ wish: null, proved: newest, receipt: { to: newest } });
      expect(situation).toEqual(newest);
    }),
    { numRuns: 50 },
  );
});
