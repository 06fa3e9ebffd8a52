import { afterEach, describe, expect, test } from 'vitest';
import { CATALOG_CODES, kindOfCode } from '../../../main/tencent/error-catalog.ts';
import {
  expectTruth,
  lunch,
  refused,
  refusedForNow,
  unknownForNow,
  type Aftermath,
} from '../../support/unit/hostile/aftermath.ts';
import { appUnderFire } from '../../support/unit/hostile/app.ts';
import { testKey } from '../tencent/support/client.ts';
import { stopSimulators } from '../tencent/support/simulator.ts';

afterEach(stopSimulators);

/** The codes that pass by themselves. All others want somebody to act. */
const PASSING: Readonly<Record<string, Aftermath>> = {
  RequestLimitExceeded: refusedForNow,
  'RequestLimitExceeded.UinLimitExceeded': refusedForNow,
  'RequestLimitExceeded.IPLimitExceeded': refusedForNow,
  'RequestLimitExceeded.GlobalRegionUinLimitExceeded': refusedForNow,
  ResourceInUse: refusedForNow,
  ResourceInsufficient: refusedForNow,
  ResourceUnavailable: refusedForNow,
  // The service broke while it worked on it: how far it got is not known.
  InternalError: unknownForNow,
  'InternalError.DBError': unknownForNow,
  ServiceUnavailable: unknownForNow,
};

/** A code that the service has not documented. */
const NEW_CODE = 'ComeBackTomorrow.AtNine';

async function refusedWith(code: string) {
  const app = await appUnderFire();
  // A service that repeats the key in its message.
  const message = `${testKey.secretId} with ${testKey.secretKey} was not accepted.`;
  app.simulator.faults.always({ kind: 'error', code, message });
  app.choose(lunch, 'tray');
  await app.until(({ failure }) => failure !== null);
  return app;
}

describe.each(CATALOG_CODES)('%s', (code) => {
  test('is told as what it is, and never as a switch', async () => {
    const app = await refusedWith(code);
    const aftermath = PASSING[code] ?? refused;
    const endpoint = app.simulator.url;
    expectTruth(app, { code, kind: kindOfCode(code), endpoint, answered: true, aftermath });
  });

  test('is over with "try again" once its cause is gone', async () => {
    const app = await refusedWith(code);
    app.recover();
    app.tryAgain('window');
    await app.until(({ receipt }) => receipt !== null);
    expect(app.state().agent).toMatchObject({ wish: null, failure: null, proved: { ...lunch, holds: true } });
  });
});

test('the codes that pass by themselves are in the catalog', () => {
  expect(CATALOG_CODES).toEqual(expect.arrayContaining(Object.keys(PASSING)));
});

test('a code that nobody has documented leaves the status unknown', async () => {
  const app = await refusedWith(NEW_CODE);
  expect(app.state().agent).toMatchObject({
    failure: { kind: 'unknownService', code: NEW_CODE },
    wish: null,
  });
  expect(app.state().agent.proved?.holds).toBe(false);
});
