import { describe, expect, test } from 'vitest';
import { createSeenReasons } from '../../../main/app/services/seen-reasons.ts';
import { defaultSettings, type Settings } from '../../../main/settings/schema.ts';
import {
  createIntent,
  initialAgentState,
  intentSubmitted,
  readingReceived,
  statusInvalidated,
  switchConfirmed,
} from '../../../main/status/state.ts';
import type { AgentState } from '../../../shared/state.ts';
import type { AgentStatus, StatusChoice } from '../../../shared/domain.ts';
import { MONDAY_9AM } from '../../support/app-state.ts';

const account = {
  edition: 'international',
  customAddress: '',
  sdkAppId: 1,
  agent: 'mei@example.com',
} as const;
const listed = { rest: ['Lunch'], notReady: [] };
const doctor: StatusChoice = { status: 'rest', reason: 'Doctor' };

/** Remembers seen reasons of an agent, whose state changes as in the app. */
function createHarness({
  isLocked = false,
  lastAwayChoice,
}: { isLocked?: boolean; lastAwayChoice?: StatusChoice } = {}) {
  let settings: Settings = { ...defaultSettings('linux'), mode: 'account', account };
  let saveCount = 0;
  const seenReasons = createSeenReasons({
    settings: { get: () => settings },
    isLocked,
    save: (change) => {
      saveCount += 1;
      settings = { ...settings, ...change };
      return Promise.resolve(null);
    },
  });
  let agent = initialAgentState(lastAwayChoice);
  let intentId = 0;
  const change = (next: (before: AgentState) => AgentState) => {
    const before = agent;
    agent = next(before);
    seenReasons.onAgentChange(before, agent, listed);
  };
  const read = (status: AgentStatus, reason = '') =>
    change((state) => readingReceived(state, { status, reason, since: null, afterCall: null }, MONDAY_9AM));
  /** Requests a status; the service confirms it with the same reason, or another one. */
  const switchTo = (choice: StatusChoice, returned = choice.reason) => {
    intentId += 1;
    const intent = createIntent(intentId, choice, 'window', MONDAY_9AM);
    change((state) => intentSubmitted(state, intent));
    const confirmation = { reason: returned, requestId: null, previous: null };
    change((state) => switchConfirmed(state, intent, confirmation, MONDAY_9AM));
  };
  const updateAccount = (next: Partial<Settings>) => {
    settings = { ...settings, ...next };
    seenReasons.onAccountChange();
  };
  return {
    change,
    read,
    switchTo,
    updateAccount,
    offered: () => seenReasons.offered(listed),
    stored: () => settings.seenReasons,
    saveCount: () => saveCount,
  };
}

const nothing = { rest: [], notReady: [] };

describe('a reason is remembered', () => {
  test('that was set elsewhere, once', () => {
    const { read, offered, saveCount } = createHarness();
    read('rest', 'Doctor');
    read('notReady', 'Audit');
    read('free');
    read('rest', 'Doctor');
    expect(offered()).toEqual({ rest: ['Doctor'], notReady: ['Audit'] });
    expect(saveCount()).toBe(2);
  });

  test('that the service returned in place of the one that was sent', () => {
    const { switchTo, offered } = createHarness();
    switchTo({ status: 'rest', reason: 'Dentst' }, 'Other');
    expect(offered()).toEqual({ rest: ['Other'], notReady: [] });
  });
});

describe('a reason is not remembered', () => {
  test('that Standby sent: the response and the readings after it repeat it', () => {
    const { switchTo, read, offered } = createHarness();
    switchTo(doctor);
    read('rest', 'Doctor');
    read('free');
    read('rest', 'Doctor');
    expect(offered()).toEqual(nothing);
  });

  test('that Standby sent with an uncertain result', () => {
    const { change, read, offered } = createHarness();
    change((state) => intentSubmitted(state, createIntent(1, doctor, 'window', MONDAY_9AM)));
    change((state) => statusInvalidated({ ...state, intent: null }));
    read('rest', 'Doctor');
    expect(offered()).toEqual(nothing);
  });

  test('that Standby may have sent before a restart', () => {
    const { read, offered } = createHarness({ lastAwayChoice: doctor });
    read('rest', 'Doctor');
    expect(offered()).toEqual(nothing);
  });

  test('that is in the list, of another status than Rest and Busy, or missing', () => {
    const { read, saveCount } = createHarness();
    read('rest', 'Lunch');
    read('afterCallWork', 'Doctor');
    read('notReady', '');
    expect(saveCount()).toBe(0);
  });

  test('while the company has set the list, which also offers none', () => {
    const { read, updateAccount, offered, saveCount } = createHarness({ isLocked: true });
    read('rest', 'Doctor');
    expect(saveCount()).toBe(0);
    updateAccount({
      seenReasons: {
        account: 'https://ccc.intl.tencentcloudapi.com 1 mei@example.com',
        rest: ['Tea'],
        notReady: [],
      },
    });
    expect(offered()).toEqual(nothing);
  });
});

describe('another account', () => {
  test('deletes the reasons', () => {
    const { read, updateAccount, offered, stored } = createHarness();
    read('rest', 'Doctor');
    updateAccount({ account: { ...account, agent: 'li@example.com' } });
    expect(offered()).toEqual(nothing);
    expect(stored()).toEqual({ account: '', ...nothing });
  });

  test('is not the same account with another key, nor the simulator, which hides them', () => {
    const { read, updateAccount, offered } = createHarness();
    read('rest', 'Doctor');
    updateAccount({});
    expect(offered()).toEqual({ rest: ['Doctor'], notReady: [] });
    updateAccount({ mode: 'simulator' });
    expect(offered()).toEqual(nothing);
    read('notReady', 'Simulated');
    updateAccount({ mode: 'account' });
    expect(offered()).toEqual({ rest: ['Doctor'], notReady: [] });
  });
});
