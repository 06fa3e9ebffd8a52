import { afterEach, describe, expect, test } from 'vitest';
import { CATALOG_CODES, classifyErrorCode } from '../../../tencent/error-catalog.ts';
import {
  expectConsistentUi,
  lunch,
  refused,
  refusedForNow,
  unknownForNow,
  type ExpectedOutcome,
} from '../../support/unit/hostile/expected-outcomes.ts';
import { createFaultHarness } from '../../support/unit/hostile/fault-harness.ts';
import { testKey } from '../tencent/support/client.ts';
import { stopSimulators } from '../tencent/support/simulator.ts';

afterEach(stopSimulators);

/** The codes that are retried automatically. All others require a user action. */
const PASSING: Readonly<Record<string, ExpectedOutcome>> = {
  RequestLimitExceeded: refusedForNow,
  'RequestLimitExceeded.UinLimitExceeded': refusedForNow,
  'RequestLimitExceeded.IPLimitExceeded': refusedForNow,
  'RequestLimitExceeded.GlobalRegionUinLimitExceeded': refusedForNow,
  ResourceInUse: refusedForNow,
  ResourceInsufficient: refusedForNow,
  ResourceUnavailable: refusedForNow,
  // The service failed while it handled the request, so the outcome is unknown.
  InternalError: unknownForNow,
  'InternalError.DBError': unknownForNow,
  ServiceUnavailable: unknownForNow,
};

/** A code that is not documented. */
const NEW_CODE = 'ComeBackTomorrow.AtNine';

async function failWith(code: string) {
  const app = await createFaultHarness();
  // A service that echoes the key in its message.
  const message = `${testKey.secretId} with ${testKey.secretKey} was not accepted.`;
  app.simulator.faults.always({ kind: 'error', code, message });
  app.requestStatus(lunch, 'tray');
  await app.until(({ failure }) => failure !== null);
  return app;
}

describe.each(CATALOG_CODES)('%s', (code) => {
  test('is reported with its own code, and never as a switch', async () => {
    const app = await failWith(code);
    const outcome = PASSING[code] ?? refused;
    const endpoint = app.simulator.url;
    expectConsistentUi(app, { code, kind: classifyErrorCode(code), endpoint, answered: true, outcome });
  });

  test('is resolved by "try again" once its cause is gone', async () => {
    const app = await failWith(code);
    app.recover();
    app.retryNow('window');
    await app.until(({ receipt }) => receipt !== null);
    expect(app.state().agent).toMatchObject({
      intent: null,
      failure: null,
      confirmed: { ...lunch, isValid: true },
    });
  });
});

test('the codes that are retried automatically are in the catalog', () => {
  expect(CATALOG_CODES).toEqual(expect.arrayContaining(Object.keys(PASSING)));
});

test('an undocumented code leaves the status unknown', async () => {
  const app = await failWith(NEW_CODE);
  expect(app.state().agent).toMatchObject({
    failure: { kind: 'unknownService', code: NEW_CODE },
    intent: null,
  });
  expect(app.state().agent.confirmed?.isValid).toBe(false);
});
