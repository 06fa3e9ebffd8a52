import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { trayIcon } from '../../../main/desktop/tray/tray-model.ts';
import { agentStatus, settableStatus } from '../../../shared/domain.ts';
import { appState, failureReport, MONDAY_9AM, confirmed, intent } from '../../support/app-state.ts';
import { checkedRadios } from '../../support/unit/hostile/checked-radios.ts';

const status = fc.constantFrom(...agentStatus.options);
/** Predefined reasons, none, and typed ones. */
const reason = fc.oneof(fc.constantFrom('', 'Lunch', 'Meeting'), fc.string());
const choice = fc.record({ status: fc.constantFrom(...settableStatus.options), reason });
const phase = fc.oneof(
  fc.constantFrom({ type: 'sending' } as const, { type: 'queued' } as const, { type: 'offline' } as const),
  fc.constant({ type: 'waiting', until: MONDAY_9AM + 5_000 } as const),
);

const agent = fc.record({
  confirmed: fc.option(fc.record({ status, reason, isValid: fc.boolean() }).map(confirmed)),
  intent: fc.option(fc.record({ choice, phase }).map(intent)),
  failure: fc.option(fc.record({ choice: fc.option(choice) }).map(failureReport)),
  undo: fc.option(fc.record({ choice, until: fc.constant(MONDAY_9AM + 30_000) })),
});

test('the tray checks the confirmed status that can be chosen, and nothing else, whatever the intent or failure', () => {
  fc.assert(
    fc.property(agent, (agentChange) => {
      const checked = checkedRadios(appState(agentChange), MONDAY_9AM);
      const settable = settableStatus.safeParse(agentChange.confirmed?.status);
      const expected =
        agentChange.confirmed?.isValid && settable.success
          ? [{ status: settable.data, reason: settable.data === 'free' ? '' : agentChange.confirmed.reason }]
          : [];
      expect(checked).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});

test('the icon of a status is shown only while it is confirmed and no intent exists', () => {
  fc.assert(
    fc.property(agent, (agentChange) => {
      const shape = trayIcon(appState(agentChange)).replace('-error', '');
      const shown = shape === 'switching' || shape === 'unknown' ? shape : 'a status';
      expect(shown).toBe(
        agentChange.intent ? 'switching' : agentChange.confirmed?.isValid ? 'a status' : 'unknown',
      );
    }),
    { numRuns: 300 },
  );
});
