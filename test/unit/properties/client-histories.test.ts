/** Property test of the whole app with the real client: every call of every port may be slow, fail, throw or hang. */
import { hash } from 'node:crypto';
import * as fc from 'fast-check';
import { test } from 'vitest';
import { CATALOG_CODES } from '../../../tencent/error-catalog.ts';
import type { Credentials } from '../../../tencent/client.ts';
import type { StatusChoice } from '../../../shared/domain.ts';
import { BROKEN_RESPONSES } from '../../support/unit/hostile/broken-responses.ts';
import type { KeychainBehavior, ProgramBehavior } from '../../support/unit/hostile/hostile-keys.ts';
import { NORMAL_RESPONSE, type ResponsePlan } from '../../support/unit/hostile/service-model.ts';
import {
  createAppInvariantChecker,
  type AppEvent,
  type Behaviors,
} from '../../support/unit/hostile/app-invariant-checker.ts';

/** Thousands of runs are for a nightly run, not for every change. */
const RUNS = Math.ceil(Number(process.env.STANDBY_PROPERTY_RUNS ?? 1_000) * 0.1);
const TIME_LIMIT_MS = Math.max(300_000, RUNS * 3_000);

const free: StatusChoice = { status: 'free', reason: '' };
const paperwork: StatusChoice = { status: 'notReady', reason: 'Paperwork' };
const choice = fc.constantFrom<StatusChoice>(
  free,
  free,
  { status: 'rest', reason: '' },
  { status: 'rest', reason: 'Lunch' },
  paperwork,
);

const after = fc.constantFrom(0, 30, 300, 2_000, 9_000, 15_000, 40_000);
const plan: fc.Arbitrary<ResponsePlan> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(NORMAL_RESPONSE) },
  {
    weight: 3,
    arbitrary: fc.record({
      how: fc.constant('answers' as const),
      after,
      acts: fc.constantFrom('atOnce' as const, 'atTheEnd' as const),
      shape: fc.constantFrom('usual' as const, 'noRequestId', 'noDate', 'mistyped', 'bare', 'inCall'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      how: fc.constant('refuses' as const),
      after,
      code: fc.oneof(
        fc.constantFrom(
          'RequestLimitExceeded',
          'ResourceInsufficient',
          'AuthFailure.TokenFailure',
          '',
          'constructor',
        ),
        fc.constantFrom(...CATALOG_CODES),
      ),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      how: fc.constant('breaks' as const),
      after,
      applies: fc.boolean(),
      broken: fc.constantFrom(...BROKEN_RESPONSES),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      how: fc.constant('notSent' as const),
      after,
      error: fc.constantFrom(
        'INTERNET_DISCONNECTED',
        'NAME_NOT_RESOLVED',
        'CONNECTION_REFUSED',
        'CONNECTION_TIMED_OUT',
        'CERT_AUTHORITY_INVALID',
        'SSL_PROTOCOL_ERROR',
        'BLOCKED_BY_ADMINISTRATOR',
        'TUNNEL_CONNECTION_FAILED',
        'A_NAME_OF_NEXT_YEAR',
      ),
    }),
  },
  { weight: 1, arbitrary: fc.constant<ResponsePlan>({ how: 'throws' }) },
);
const keychain = fc.constantFrom<KeychainBehavior>(
  ...([
    'works',
    'works',
    'works',
    'late',
    'empty',
    'damaged',
    'rejects',
    'rejectsNothing',
    'throws',
    'never',
  ] as const),
);
const program = fc.constantFrom<ProgramBehavior>(
  ...([
    'works',
    'works',
    'late',
    'expired',
    'fails',
    'notJson',
    'deep',
    'killed',
    'rejects',
    'throws',
    'never',
  ] as const),
);
const behaviors: fc.Arbitrary<Behaviors> = fc.record({
  fetch: fc.array(plan, { maxLength: 12 }),
  keychain: fc.array(keychain, { maxLength: 8 }),
  program: fc.array(program, { maxLength: 8 }),
});

const event: fc.Arbitrary<AppEvent> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant('requestStatus' as const), choice }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constantFrom(
        'toggle' as const,
        'undo',
        'retryNow',
        'cancelIntent',
        'refresh',
        'checkNow',
        'retryKeychain',
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constantFrom('dismissFailure' as const, 'dismissExternalChange') }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('supervisor' as const), choice }) },
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('pass' as const),
      milliseconds: fc.constantFrom(20, 500, 5_000, 13_000, 31_000, 75_000),
    }),
  },
  // No sum of the two is a possible clock error, because setting the clock back by the time asleep would hide the
  // sleep.
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('sleep' as const),
      milliseconds: fc.constantFrom(260_000, 3_600_000),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('setClock' as const),
      aheadMs: fc.constantFrom(0, 390_000, -390_000, 27_000_000, -27_000_000),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('network' as const), up: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('break' as const),
      port: fc.constantFrom('tray' as const, 'notification', 'follower', 'log'),
    }),
  },
);
const events = fc.array(event, { maxLength: 15 });

/** Random letters and digits, as in issued keys. */
function createKeys(seed: number): Credentials {
  const alphanumerics = (name: string) =>
    hash('sha512', `${name} ${seed}`, 'base64').replaceAll(/[^A-Za-z0-9]/g, '');
  return {
    secretId: `AKID${alphanumerics('id').slice(0, 32)}`,
    secretKey: alphanumerics('key').slice(0, 32),
    token: alphanumerics('token'),
  };
}

const SOME_KEYS = createKeys(0);
/** Not shrunk: the keys' values are irrelevant to a counterexample. */
const keys = fc.noShrink(fc.nat().map(createKeys));
const keySource = fc.constantFrom('keychain' as const, 'program' as const);
const next = fc.constantFrom<StatusChoice>(
  { status: 'rest', reason: 'the next' },
  { status: 'notReady', reason: 'the next' },
);

test(
  'any calls of any ports: no false status, no unwanted request, no leaked secret, no hang',
  { timeout: TIME_LIMIT_MS },
  async () => {
    await fc.assert(
      fc.asyncProperty(
        behaviors,
        keys,
        keySource,
        events,
        next,
        async (drawn, secret, from, history, last) => {
          const checker = await createAppInvariantChecker(drawn, secret, from);
          for (const each of history) await checker.perform(each);
          await checker.expectRecovery(last);
        },
      ),
      {
        numRuns: RUNS,
        examples: [
          // The clock changes twice within an hour: the second correction requires a retry by the agent.
          [
            { fetch: [], keychain: [], program: [] },
            SOME_KEYS,
            'keychain',
            [
              { type: 'setClock', aheadMs: -27_000_000 },
              { type: 'pass', milliseconds: 31_000 },
              { type: 'pass', milliseconds: 31_000 },
              { type: 'setClock', aheadMs: -390_000 },
            ],
            { status: 'rest', reason: 'the next' },
          ],
          // The clock is wrong, and two concurrent requests are refused because of it: both are repeated.
          [
            { fetch: [], keychain: ['works', 'empty', 'never'], program: [] },
            SOME_KEYS,
            'keychain',
            [
              { type: 'setClock', aheadMs: 390_000 },
              { type: 'requestStatus', choice: paperwork },
              { type: 'retryKeychain' },
              { type: 'pass', milliseconds: 75_000 },
            ],
            { status: 'notReady', reason: 'the next' },
          ],
          // Refused because of the clock, "Free" was sent again after another choice.
          [
            { fetch: [], keychain: [], program: [] },
            SOME_KEYS,
            'keychain',
            [
              { type: 'setClock', aheadMs: 390_000 },
              { type: 'requestStatus', choice: free },
            ],
            { status: 'rest', reason: 'the next' },
          ],
          // A log that throws replaced the failure of the credential process by its own message.
          [
            { fetch: [], keychain: [], program: ['fails', 'fails'] },
            SOME_KEYS,
            'program',
            [
              { type: 'break', port: 'log' },
              { type: 'requestStatus', choice: free },
            ],
            { status: 'rest', reason: 'the next' },
          ],
        ],
      },
    );
  },
);
