/** The whole app with faulty ports. Its invariants are checked during a history of events. */
import { expect } from 'vitest';
import { trayIcon } from '../../../../main/desktop/tray/tray-model.ts';
import { toggleTarget } from '../../../../main/status/state.ts';
import type { Credentials } from '../../../../tencent/client.ts';
import type { FailureKind } from '../../../../tencent/failure.ts';
import type { AgentState, AppState } from '../../../../shared/state.ts';
import { sameChoice, type StatusChoice } from '../../../../shared/domain.ts';
import { translateInto } from '../../texts.ts';
import { createVirtualClock } from '../virtual-clock.ts';
import {
  hostileKeychain,
  hostileProgram,
  type KeychainBehavior,
  type ProgramBehavior,
} from './hostile-keys.ts';
import { createAppHarness, type AppHarnessDeps } from './app-harness.ts';
import { createServiceModel, NORMAL_RESPONSE, type ResponsePlan } from './service-model.ts';

/** An event in the history: of the app's environment, or an action of the user. */
export type AppEvent =
  | { type: 'requestStatus'; choice: StatusChoice }
  | {
      type:
        | 'toggle'
        | 'undo'
        | 'retryNow'
        | 'cancelIntent'
        | 'refresh'
        | 'checkNow'
        | 'dismissFailure'
        | 'dismissExternalChange';
    }
  | { type: 'retryKeychain' }
  | { type: 'supervisor'; choice: StatusChoice }
  | { type: 'pass' | 'sleep'; milliseconds: number }
  /** Sets this computer's clock: from now on it is this far ahead. */
  | { type: 'setClock'; aheadMs: number }
  | { type: 'network'; up: boolean }
  /** The next call of that port throws. */
  | { type: 'break'; port: Parameters<AppHarnessDeps['mayThrow']>[0] };

/** The behavior of each call of a port, in order; the calls after the last one succeed. */
export type Behaviors = {
  fetch: readonly ResponsePlan[];
  keychain: readonly KeychainBehavior[];
  program: readonly ProgramBehavior[];
};

const AGENT = 'mei.lin@example.com';
/** The account in the settings of `createAppHarness`. */
const ACCOUNT = { origin: 'https://ccc.intl.tencentcloudapi.com', sdkAppId: 1400692008, agent: AGENT };

/** A request that a user waits for is abandoned after this many milliseconds. */
const SHORTENED_TIMEOUT_MS = 12_000;

/** The time limit of the credential process, and its grace period. */
const PROCESS_TIMEOUT_MS = 15_000;

/** The age at which "Free" is stale. Sending may take a moment more. */
const STALE_MS = 70_000;

const LANGUAGES = ['en', 'zh-CN'] as const;

/** Unhandled rejections. The test runner would report them too, but not in which history. */
const unhandled: unknown[] = [];
process.on('unhandledRejection', (reason) => unhandled.push(reason));

/** Waits until all work without a timer is done and unhandled rejections are reported. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

export async function createAppInvariantChecker(
  behaviors: Behaviors,
  keys: Credentials,
  keySource: 'keychain' | 'program',
) {
  unhandled.length = 0;
  const clock = createVirtualClock(undefined, undefined, settle);
  let sleptMs = 0;
  let aheadMs = 0;
  /** The service's clock continues while this computer sleeps. */
  const serverTime = { ...clock, now: () => clock.now() + sleptMs };
  const time = { ...clock, now: () => serverTime.now() + aheadMs };

  let isHealthy = false;
  const secrets = Object.values(keys);
  const echo = [...secrets, Buffer.from(keys.secretKey).toString('base64')].join(' ');
  const takeFrom = <Behavior>(list: readonly Behavior[], normal: Behavior) => {
    let calls = 0;
    return () => {
      calls += 1;
      return isHealthy ? normal : (list[calls - 1] ?? normal);
    };
  };
  let networkUp = true;
  const broken = new Set<string>();
  const violations: string[] = [];
  const outputs = new Set<string>();

  /** The newest choice of a user whose result has not been reported. */
  let expectedChoice: StatusChoice | null = null;
  /** When it was made, whether the computer has slept since, and whether the rate limit has refused it. */
  let lastRequest = { at: 0, hasSlept: false, isRateLimited: false };
  const sent: StatusChoice[] = [];

  const model = createServiceModel({
    time: serverTime,
    agent: AGENT,
    keys: () => [keys],
    echo,
    nextPlan: takeFrom(behaviors.fetch, NORMAL_RESPONSE),
    onSwitch: (choice) => {
      sent.push(choice);
      if (!expectedChoice || !sameChoice(expectedChoice, choice))
        violations.push(`${choice.status} was sent, but is no longer the newest choice`);
      const isStale = serverTime.now() - lastRequest.at > STALE_MS;
      if (choice.status === 'free' && isStale && (lastRequest.hasSlept || !lastRequest.isRateLimited))
        violations.push('a stale Free was sent');
    },
  });
  const keychain = hostileKeychain({ time, keys, echo }, ACCOUNT, takeFrom(behaviors.keychain, 'works'));
  const run = hostileProgram({ time, keys, echo }, takeFrom(behaviors.program, 'works'));
  const harness = createAppHarness({
    time,
    agent: AGENT,
    fetch: model.fetch,
    networkUp: () => networkUp,
    keys: keySource === 'keychain' ? { keytar: keychain.load } : { run },
    mayThrow: (port) => {
      if (broken.delete(port)) throw new Error(`the ${port} throws: ${echo}`);
    },
    watch,
    onOutput: (text) => outputs.add(text),
  });

  function addViolation(condition: boolean, violation: string): void {
    if (condition) violations.push(violation);
  }

  function watch({ agent, ...after }: AppState, before: AppState): void {
    if (after.notices !== before.notices) outputs.add(JSON.stringify(after.notices));
    if (after.account !== before.account) outputs.add(JSON.stringify(after.account));
    if (agent === before.agent) return;
    const { confirmed, intent, failure, receipt } = agent;
    addViolation(
      (agent.unknownCause === null) !== (confirmed?.isValid === true),
      'an unknown status without a cause, or a known one with a cause',
    );
    const earlier = before.agent.confirmed;
    const wasVisible = earlier?.isValid && confirmed && sameChoice(earlier, confirmed);
    if (confirmed?.isValid && !wasVisible)
      addViolation(!model.hasJustReported(confirmed), 'a status is shown that the service has not reported');
    if (failure?.kind === 'rateLimited') lastRequest.isRateLimited = true;
    if (failure && failure !== before.agent.failure) {
      outputs.add(JSON.stringify(failure));
      addViolation(!hasMessages(failure.kind), `${failure.kind} has no text`);
    }
    if (intent)
      addViolation(
        !expectedChoice || !sameChoice(expectedChoice, intent.choice),
        'the intent is not the newest choice',
      );
    else if (expectedChoice && before.agent.intent) {
      addViolation(!isReported(agent, expectedChoice), 'the result of a choice is not reported');
      expectedChoice = null;
    }
    const isNewReceipt = receipt && receipt !== before.agent.receipt;
    addViolation(
      Boolean(isNewReceipt && !model.hasJustReported({ ...receipt.to, afterCall: null })),
      'a receipt without a confirmation',
    );
  }

  /** Records the expected choice, if there is one. */
  function expectChoice(choice: StatusChoice | null | undefined): void {
    if (!choice) return;
    expectedChoice = choice;
    lastRequest = { at: serverTime.now(), hasSlept: false, isRateLimited: false };
  }

  function apply(event: AppEvent): void {
    const { intent, failure, undo } = harness.state().agent;
    switch (event.type) {
      case 'requestStatus':
        expectChoice(event.choice);
        harness.requestStatus(event.choice, 'window');
        return;
      case 'toggle':
        expectChoice(toggleTarget(harness.state().agent));
        harness.toggleStatus('shortcut');
        return;
      case 'undo':
        if (undo && time.now() < undo.until) expectChoice(undo.choice);
        harness.undo();
        return;
      case 'retryNow':
        expectChoice(intent?.choice ?? failure?.choice);
        harness.retryNow('tray');
        return;
      case 'cancelIntent':
        if (intent?.phase.type === 'waiting' || intent?.phase.type === 'offline') expectedChoice = null;
        harness.cancelIntent();
        return;
      case 'refresh':
        void harness.refresh();
        return;
      case 'checkNow':
        harness.checkNow();
        return;
      case 'retryKeychain':
        void harness.retryKeychain();
        return;
      case 'dismissFailure':
      case 'dismissExternalChange':
        harness[event.type]();
        return;
      case 'supervisor':
        model.changeElsewhere(event.choice);
        return;
      case 'pass':
        return;
      case 'sleep':
        sleptMs += event.milliseconds;
        lastRequest.hasSlept = true;
        return;
      case 'setClock':
        aheadMs = event.aheadMs;
        return;
      case 'network':
        networkUp = event.up;
        return;
      case 'break':
        broken.add(event.port);
        return;
    }
  }

  async function perform(event: AppEvent): Promise<void> {
    apply(event);
    await clock.advance(event.type === 'pass' ? event.milliseconds : 0);
    checkInvariants();
  }

  function checkInvariants(): void {
    expect(violations).toEqual([]);
    expect(unhandled, 'unhandled errors').toEqual([]);
    const { confirmed, intent } = harness.state().agent;
    const isInFlight = intent !== null && intent.phase.type !== 'waiting' && intent.phase.type !== 'offline';
    if (confirmed?.isValid && !isInFlight)
      expect(model.isPossible(confirmed), 'the confirmed status is possible').toBe(true);
    for (const secret of secrets)
      for (const text of outputs) expect(text.includes(secret), 'a secret in an output').toBe(false);
    outputs.clear();
  }

  await Promise.race([harness.start(), settle()]);
  await clock.advance(0);
  checkInvariants();

  return {
    perform,
    /** All ports work again: the next choice is sent within its time limit, takes effect, and the tray shows it. */
    async expectRecovery(choice: StatusChoice): Promise<void> {
      isHealthy = true;
      networkUp = true;
      broken.clear();
      keychain.release();
      model.loseInFlight();
      // A program that hangs works again only after it has been killed.
      await perform({ type: 'pass', milliseconds: keySource === 'program' ? PROCESS_TIMEOUT_MS : 0 });
      const before = sent.length;
      await perform({ type: 'requestStatus', choice });
      await perform({ type: 'pass', milliseconds: SHORTENED_TIMEOUT_MS });
      // A clock that changed again within the hour is only corrected after a retry by the agent, as the failure says.
      if (harness.state().agent.failure?.kind === 'clockChanged') {
        await perform({ type: 'retryNow' });
        await perform({ type: 'pass', milliseconds: SHORTENED_TIMEOUT_MS });
      }
      expect(sent.slice(before), 'the next choice is sent').toContainEqual(choice);
      await perform({ type: 'pass', milliseconds: 65_000 });
      expect(model.actual()).toMatchObject(choice);
      expect(harness.state().agent).toMatchObject({
        intent: null,
        failure: null,
        confirmed: { ...choice, isValid: true },
      });
      expect(harness.trayContent.image, 'the tray shows it').toBe(trayIcon(harness.state()));
      expect(harness.trayContent.toolTip).toContain(choice.reason);
      harness.stop();
      checkInvariants();
    },
  };
}

const kindsWithMessages = new Set<FailureKind>();

/** Whether a failure has a message and a next step in both languages. */
function hasMessages(kind: FailureKind): boolean {
  if (kindsWithMessages.has(kind)) return true;
  const texts = LANGUAGES.flatMap((language) => {
    const t = translateInto(language);
    return [t(`failure.${kind}.headline`), t(`failure.${kind}.nextStep`)];
  });
  const exist = texts.every((text) => text !== '' && !text.startsWith('failure.'));
  if (exist) kindsWithMessages.add(kind);
  return exist;
}

/** Whether the result of a choice is reported: done, reserved for after the call, or failed. */
function isReported({ confirmed, receipt, failure }: AgentState, choice: StatusChoice): boolean {
  return (
    (receipt !== null && sameChoice(receipt.to, choice)) ||
    confirmed?.afterCall === choice.status ||
    (choice.status === 'free' && confirmed?.status === 'busy' && confirmed.afterCall === null) ||
    (failure?.choice != null && sameChoice(failure.choice, choice))
  );
}
