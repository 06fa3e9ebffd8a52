/** The simulated STS on a port of its own: issues temporary keys for ID tokens of the company's OpenID provider. */
import * as z from 'zod/mini';
import { createFaults, type Faults } from '../faults.ts';
import { startServer, type RunningServer, type ServerOptions } from '../http-server.ts';
import type { SimulatorKey } from '../signature/keys.ts';
import { STS_LIMITS } from './limits.ts';
import type { StsConfiguration } from './options.ts';
import { createStsApi, type StsLogEntry } from './sts-api.ts';
import { createIdentityVerification } from './verify-identity.ts';

export type StsOptions = ServerOptions & {
  /** Changes while STS runs take effect with `configure`. */
  configuration: StsConfiguration;
  /** Issued keys are added: pass the array that `startSimulator` accepts keys from. */
  keys: SimulatorKey[];
  /** Requests a second. Default: 20, as most pages document. */
  ratePerSecond?: number;
  /** Length of the issued tokens in bytes, at most 4096. Default: the longest. */
  tokenBytes?: number;
  /** Reads the issuer's keys, for `autoRotate`. Default: by discovery. */
  fetchJwks?: (issuer: string) => Promise<unknown>;
  onRequest?: (entry: StsLogEntry) => void;
};

export type SimulatedSts = RunningServer & {
  faults: Omit<Faults, 'takeNext'>;
  /** Replaces what CAM knows, as IT does on the console. */
  configure: (configuration: StsConfiguration) => void;
};

/**
 * Starts the simulated STS on this computer's loopback interface.
 *
 * @throws (rejects with) the system's error if the port is not available
 */
export async function startSts(options: StsOptions): Promise<SimulatedSts> {
  const { keys, clock = Date, ratePerSecond = STS_LIMITS.ratePerSecond, onRequest } = options;
  const { tokenBytes = STS_LIMITS.tokenBytes, fetchJwks = fetchByDiscovery } = options;
  const faults = createFaults();
  const createHandler = (configuration: StsConfiguration) =>
    createStsApi({
      configuration,
      verifyIdentity: createIdentityVerification(configuration, fetchJwks),
      clock,
      ratePerSecond,
      faults,
      tokenBytes,
      onIssued: (key) => keys.push(key),
    });
  let answer = createHandler(options.configuration);
  const server = await startServer(
    {
      direct: () => null,
      api: async (request) => {
        const handled = await answer(request);
        onRequest?.(handled.entry);
        return handled;
      },
    },
    options,
  );
  return { ...server, faults, configure: (configuration) => void (answer = createHandler(configuration)) };
}

const discovery = z.object({ jwks_uri: z.url() });

/** Rejects if the issuer does not answer within ten seconds. */
async function fetchByDiscovery(issuer: string): Promise<unknown> {
  const read = async (url: string): Promise<unknown> => {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(10_000) });
    return response.json();
  };
  const document = discovery.parse(
    await read(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`),
  );
  return read(document.jwks_uri);
}
