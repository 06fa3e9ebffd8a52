import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { trayIcon } from '../../../main/desktop/tray-view.ts';
import type { AgentState } from '../../../preload/contract/state.ts';
import { agentStatus, settableStatus } from '../../../preload/contract/vocabulary.ts';
import { appState, failureReport, NINE, proved, wish } from '../../support/app-state.ts';
import { markedRadios } from '../../support/unit/hostile/tray.ts';

const status = fc.constantFrom(...agentStatus.options);
/** Offered ones, none, and typed ones. */
const reason = fc.oneof(fc.constantFrom('', 'Lunch', 'Meeting'), fc.string());
const choice = fc.record({ status: fc.constantFrom(...settableStatus.options), reason });
const phase = fc.oneof(
  fc.constantFrom({ name: 'sending' } as const, { name: 'queued' } as const, { name: 'offline' } as const),
  fc.constant({ name: 'waiting', until: NINE + 5_000 } as const),
);

const agent: fc.Arbitrary<Partial<AgentState>> = fc.record({
  proved: fc.option(fc.record({ status, reason, holds: fc.boolean() }).map(proved)),
  wish: fc.option(fc.record({ choice, phase }).map(wish)),
  failure: fc.option(fc.record({ choice: fc.option(choice) }).map(failureReport)),
  undo: fc.option(fc.record({ choice, until: fc.constant(NINE + 30_000) })),
});

test('the tray marks what is proved and can be chosen, and nothing else, whatever is wished or fails', () => {
  fc.assert(
    fc.property(agent, (known) => {
      const marked = markedRadios(appState(known), NINE);
      const settable = settableStatus.safeParse(known.proved?.status);
      const inForce =
        known.proved?.holds && settable.success
          ? [{ status: settable.data, reason: settable.data === 'free' ? '' : known.proved.reason }]
          : [];
      expect(marked).toEqual(inForce);
    }),
    { numRuns: 300 },
  );
});

test('the icon of a status is shown only while that is proved and nothing is on its way', () => {
  fc.assert(
    fc.property(agent, (known) => {
      const shape = trayIcon(appState(known)).replace('-error', '');
      const shown = shape === 'switching' || shape === 'unknown' ? shape : 'a status';
      expect(shown).toBe(known.wish ? 'switching' : known.proved?.holds ? 'a status' : 'unknown');
    }),
    { numRuns: 300 },
  );
});
