/** Programs that time modules of Standby, each for its own Node process (numbersFrom), with the output of buildParts. */
import { load } from './node-program.ts';

/** An invented key of the usual length. */
export const KEY_LINE = `const secretId = 'AKID'.padEnd(36, 'x'), secretKey = 'k'.repeat(32);`;

/** A body of 1 kB. */
export const BODY = JSON.stringify({ SdkAppId: 1400000000, Text: 'x'.repeat(984) });

/** Prints the mean time of `once` in a loop after a warm-up, in microseconds. */
export function timeBatchProgram(setUp: string, once: string, batch: number): string {
  return `${setUp}
    const run = () => { for (let n = 0; n < ${batch}; n += 1) { ${once} } };
    run(); run(); run();
    const begin = performance.now(); run();
    console.log((performance.now() - begin) / ${batch} * 1000);`;
}

/** Times Standby's signature of the body. */
export function signProgram(parts: string, batch: number): string {
  return timeBatchProgram(
    `${KEY_LINE} const timestamp = 1767225600;
     const { signRequest } = ${load(`${parts}/signature.cjs`)};
     const bytes = new TextEncoder().encode(${JSON.stringify(BODY)});`,
    `signRequest({ method: 'POST', query: '', body: bytes, headers: {
       'Content-Type': 'application/json; charset=utf-8', 'X-TC-Action': 'SetStaffStatus',
       Host: 'ccc.intl.tencentcloudapi.com' } }, { service: 'ccc', timestamp }, { secretId, secretKey });`,
    batch,
  );
}

/** Number of switches, with a pause after each, without the first one, which opens the connection. */
type InARow = { switches: number; pauseMs: number };

/** Prints the time of each run of `once`, in milliseconds. */
export function timeSequenceProgram(setUp: string, once: string, { switches, pauseMs }: InARow): string {
  return `${setUp}
    for (let made = 0; made <= ${switches}; made += 1) {
      const begin = performance.now();
      ${once}
      console.log(performance.now() - begin);
      await new Promise((resolve) => setTimeout(resolve, ${pauseMs}));
    }
    process.exit(0);`;
}

/** Times switches with Standby's client. */
export function switchProgram(parts: string, port: number, inARow: InARow): string {
  return timeSequenceProgram(
    `const { createClockCorrection, createTencentClient, parseEndpoint, setStaffStatus } = ${load(`${parts}/client.cjs`)};
     const { endpoint } = parseEndpoint('custom', 'http://127.0.0.1:${port}');
     const client = createTencentClient({
       fetch, endpoint: () => endpoint, clock: Date, clockCorrection: createClockCorrection(),
       credentials: () => ({ secretId: 'AKIDxxxxxxxxxxxx', secretKey: 'kkkkkkkkkkkk' }),
     });
     const agents = [{ staffUserId: 'a@b.test', status: 'free', reason: '' }];`,
    `const result = await setStaffStatus(client, { sdkAppId: 1400000000, agents });
     if (!result.ok) throw new Error(result.failure.code);`,
    inARow,
  );
}
