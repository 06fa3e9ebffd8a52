/** Both ways to the contact center behave the same: directly, and through the company's gateway. */
import { afterEach, describe, expect, test } from 'vitest';
import type { Connection } from '../../../main/account/account-target.ts';
import { agentSlice, createAppStore } from '../../../main/app/store.ts';
import { createStatusGateway } from '../../../main/app/status-gateway.ts';
import { createGatewayClient } from '../../../main/gateway-client/gateway-client.ts';
import { createStatusService } from '../../../main/status/service.ts';
import { createRequestLimit } from '../../../tencent/transport/request-limit.ts';
import type { AgentState } from '../../../shared/state.ts';
import type { StatusChoice } from '../../../shared/domain.ts';
import { stopServers } from '../../support/hostile-server.ts';
import { appState } from '../../support/app-state.ts';
import { startContractGateway } from '../../support/unit/contract-gateway.ts';
import { createVirtualClock } from '../../support/unit/virtual-clock.ts';
import { endpointAt, testKey } from '../tencent/support/client.ts';
import { createSimulation, stopSimulators } from '../tencent/support/simulator.ts';

afterEach(stopServers);
afterEach(stopSimulators);

const AGENT = 'mei.lin@example.com';
const SDK_APP_ID = 1400692008;
const lunch: StatusChoice = { status: 'rest', reason: 'Lunch' };
const mail: StatusChoice = { status: 'notReady', reason: 'Mail' };
const free: StatusChoice = { status: 'free', reason: '' };

type Way = 'directly' | 'through a gateway';

/** The app without its user interfaces. Only its time is virtual: sockets, server and simulator are real. */
async function createApp(way: Way, agent = AGENT) {
  const time = createVirtualClock();
  const { simulator, client } = await createSimulation({ clock: time, agents: [AGENT] }, { clock: time });
  const gateway = await startContractGateway({ client, sdkAppId: SDK_APP_ID, agent, now: time.now });
  const faults = { isDown: false, renewals: 0 };
  const peer = way === 'directly' ? simulator.url : gateway.url;
  const address = () => (faults.isDown ? 'http://127.0.0.1:2' : peer);

  function connection(): Connection {
    const endpoint = endpointAt(address());
    if (way === 'through a gateway')
      return {
        endpoint: { ...endpoint, edition: 'gateway' },
        agent,
        idToken: (fresh) => {
          if (fresh) faults.renewals += 1;
          return Promise.resolve({ ok: true, value: `token-${faults.renewals}` });
        },
      };
    return {
      endpoint,
      sdkAppId: SDK_APP_ID,
      agent,
      credentials: () => Promise.resolve(testKey),
      invalidateCredentials: () => {
        faults.renewals += 1;
        return 'keyProgramInvalid';
      },
    };
  }

  const store = createAppStore(appState());
  const keys: string[] = [];
  const statusGateway = createStatusGateway({
    fetch,
    connection,
    limit: createRequestLimit(time),
    time,
    elapsed: time.now,
    language: () => 'en',
    isNetworkUp: () => true,
    gateway: createGatewayClient({
      fetch,
      time,
      randomText: () => {
        keys.push(`key-${keys.length + 1}`);
        return keys.at(-1) ?? '';
      },
    }),
  });
  const service = createStatusService({
    store: agentSlice(store),
    time,
    ...statusGateway,
    isScreenLocked: () => false,
    fleetSize: () => null,
  });
  await service.refresh();

  const history: AgentState[] = [];
  store.subscribe((state) => history.push(state.agent));
  const state = () => store.getState().agent;
  /** Waits until the agent's state fulfills a condition. */
  const until = (condition: (agent: AgentState) => boolean) =>
    new Promise<void>((resolve) => {
      const unsubscribe = store.subscribe(({ agent: now }) => listener(now));
      function listener(now: AgentState): void {
        if (!condition(now)) return;
        unsubscribe();
        resolve();
      }
      listener(state());
    });
  const waiting = () => until(({ intent }) => intent?.phase.type === 'waiting');
  const settled = () => until(({ intent }) => intent === null);
  /** Injects a fault of the way between the app and its peer into the next switch. */
  function breakNext(fault: 'drop' | 'dropApplied' | 'refuseCredentials'): void {
    if (way === 'through a gateway') gateway.failNext(fault === 'refuseCredentials' ? 'refuseToken' : fault);
    else if (fault === 'refuseCredentials')
      simulator.faults.nextRequests(1, { kind: 'error', code: 'AuthFailure.TokenFailure' });
    else simulator.faults.nextRequests(1, { kind: 'drop', applied: fault === 'dropApplied' });
  }
  return {
    service,
    simulator,
    gateway,
    time,
    faults,
    keys,
    history,
    state,
    until,
    waiting,
    settled,
    breakNext,
    confirmed: () => state().confirmed,
  };
}

describe.each<Way>(['directly', 'through a gateway'])('%s', (way) => {
  test('a switch is confirmed with a receipt, its reason and the RequestId of the contact center', async () => {
    const { service, state, settled, simulator } = await createApp(way);
    service.requestStatus(lunch, 'tray');
    await settled();
    expect(state()).toMatchObject({
      confirmed: { ...lunch, isValid: true },
      receipt: { from: free, to: lunch, source: 'tray', attempts: 1 },
      undo: { choice: free },
      failure: null,
    });
    expect(state().receipt?.requestId).toMatch(/\S/);
    expect(simulator.agent(AGENT)).toMatchObject(lunch);
  });

  test('it can be undone', async () => {
    const { service, state, settled, simulator } = await createApp(way);
    service.requestStatus(lunch, 'tray');
    await settled();
    service.undo();
    await settled();
    expect(state()).toMatchObject({ confirmed: free, receipt: { source: 'undo' } });
    expect(simulator.agent(AGENT)).toMatchObject(free);
  });

  test('a change made elsewhere is shown as one', async () => {
    const { service, state, simulator } = await createApp(way);
    simulator.setAgent(AGENT, mail);
    expect(await service.refresh()).toBe('read');
    expect(state()).toMatchObject({ confirmed: mail, externalChange: { from: free, to: mail } });
  });

  test('a switch whose answer was lost is unknown until another attempt confirms it', async () => {
    const { service, state, settled, waiting, breakNext, simulator, time } = await createApp(way);
    breakNext('dropApplied');
    service.requestStatus(lunch, 'tray');
    await waiting();
    expect(simulator.agent(AGENT)).toMatchObject(lunch);
    expect(state()).toMatchObject({ confirmed: { isValid: false }, unknownCause: 'answerLost' });
    await time.advance(1_000);
    await settled();
    expect(state()).toMatchObject({ confirmed: { ...lunch, isValid: true }, receipt: { attempts: 2 } });
  });

  test('a switch that was lost on the way is sent again', async () => {
    const { service, state, settled, waiting, breakNext, simulator, time } = await createApp(way);
    breakNext('drop');
    service.requestStatus(lunch, 'tray');
    await waiting();
    expect(simulator.agent(AGENT)).toMatchObject(free);
    await time.advance(1_000);
    await settled();
    expect(state()).toMatchObject({ confirmed: { ...lunch, isValid: true }, receipt: { attempts: 2 } });
    expect(simulator.agent(AGENT)).toMatchObject(lunch);
  });

  test.each([
    ['FailedOperation.PermissionDenied', 'agentNotPermitted'],
    ['LimitExceeded.InsufficientLicense', 'licenseMissing'],
    ['InvalidParameterValue', 'valueRefused'],
    ['UnauthorizedOperation', 'notPermitted'],
    ['InternalError.Unheard', 'serviceError'],
    ['Something.New', 'unknownService'],
  ])('what the contact center refuses with %s is shown as %s', async (code, kind) => {
    const { service, state, until, simulator, confirmed } = await createApp(way);
    simulator.faults.nextRequests(1, { kind: 'error', code });
    service.requestStatus(lunch, 'tray');
    await until(({ failure }) => failure !== null);
    expect(state().failure).toMatchObject({ kind, code, choice: lunch });
    expect(state().failure?.requestId).toMatch(/\S/);
    expect(confirmed()?.isValid).toBe(kind !== 'serviceError' && kind !== 'unknownService');
  });

  test('an agent who is refused alone is shown the reason', async () => {
    const { service, state, until, simulator } = await createApp(way);
    simulator.faults.nextRequests(1, { kind: 'agentError', code: 'FailedOperation.SeatStatusBusy' });
    service.requestStatus(lunch, 'tray');
    await until(({ failure }) => failure !== null);
    expect(state()).toMatchObject({ failure: { kind: 'inCall' }, confirmed: free, intent: null });
  });

  test('during a call the choice is reserved, which is no confirmation', async () => {
    const { service, state, settled, simulator } = await createApp(way);
    simulator.setAgent(AGENT, { status: 'busy' });
    service.requestStatus(lunch, 'tray');
    await settled();
    expect(state()).toMatchObject({
      confirmed: { status: 'busy', afterCall: 'rest', isValid: true },
      reservation: { choice: lunch },
      receipt: null,
    });
    simulator.endCall(AGENT);
    await service.refresh();
    expect(state()).toMatchObject({ confirmed: lunch, externalChange: null });
  });

  test('without a connection nothing is claimed, and the switch follows when it is back', async () => {
    const { service, state, settled, waiting, faults, simulator, time } = await createApp(way);
    faults.isDown = true;
    service.requestStatus(lunch, 'tray');
    await waiting();
    expect(state()).toMatchObject({ confirmed: free, failure: { kind: 'connectionRefused' } });
    faults.isDown = false;
    await time.advance(1_000);
    await settled();
    expect(state()).toMatchObject({ confirmed: lunch, failure: null });
    expect(simulator.agent(AGENT)).toMatchObject(lunch);
  });

  test('a refusal by the rate limit delays the switch', async () => {
    const { service, state, settled, waiting, simulator, time } = await createApp(way);
    simulator.faults.nextRequests(1, { kind: 'error', code: 'RequestLimitExceeded' });
    service.requestStatus(lunch, 'tray');
    await waiting();
    expect(state()).toMatchObject({ confirmed: free, failure: { kind: 'rateLimited' } });
    await time.advance(10_000);
    await settled();
    expect(state()).toMatchObject({ confirmed: lunch, failure: null });
  });

  test('a newer choice wins over one in flight, and only it is confirmed in the end', async () => {
    const { service, state, settled, simulator, history } = await createApp(way);
    simulator.faults.nextRequests(1, { kind: 'delay', milliseconds: 50 });
    service.requestStatus(lunch, 'tray');
    service.requestStatus(mail, 'tray');
    await settled();
    expect(state()).toMatchObject({ confirmed: mail, receipt: { to: mail } });
    expect(simulator.agent(AGENT)).toMatchObject(mail);
    expect(history.filter(({ intent, receipt }) => intent === null && receipt?.to === lunch)).toEqual([]);
  });

  test('an agent that the contact center does not know is named as the cause', async () => {
    const { service, state, until } = await createApp(way, 'nobody@example.com');
    service.requestStatus(lunch, 'tray');
    await until(({ failure }) => failure !== null);
    expect(state()).toMatchObject({ failure: { kind: 'agentUnknown' }, confirmed: null });
  });

  test('expired credentials are renewed once, and the agent notices nothing', async () => {
    const { service, state, settled, breakNext, faults, history } = await createApp(way);
    breakNext('refuseCredentials');
    service.requestStatus(lunch, 'tray');
    await settled();
    expect(state()).toMatchObject({ confirmed: lunch, receipt: { attempts: 1 } });
    expect(history.filter(({ failure }) => failure !== null)).toEqual([]);
    expect(faults.renewals).toBe(1);
  });
});

test('through a gateway, another attempt after a lost answer has the key of the first one', async () => {
  const { service, settled, waiting, breakNext, gateway, time } = await createApp('through a gateway');
  breakNext('dropApplied');
  service.requestStatus(lunch, 'tray');
  await waiting();
  await time.advance(1_000);
  await settled();
  service.requestStatus(mail, 'tray');
  await settled();
  expect(gateway.seen.keys).toEqual(['key-1', 'key-1', 'key-2']);
});

test('through a gateway, another attempt after an answer has a key of its own', async () => {
  const { service, settled, waiting, simulator, gateway, time } = await createApp('through a gateway');
  simulator.faults.nextRequests(1, { kind: 'error', code: 'RequestLimitExceeded' });
  service.requestStatus(lunch, 'tray');
  await waiting();
  await time.advance(10_000);
  await settled();
  expect(gateway.seen.keys).toEqual(['key-1', 'key-2']);
});
