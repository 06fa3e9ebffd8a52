/**
 * Resolves the endpoint, SdkAppId and agent of requests, for the saved account and for one being entered. The company's
 * policy and the build restrict the allowed addresses.
 */
import type { Policy } from '../settings/policy/policy-schema.ts';
import type { Settings } from '../settings/schema.ts';
import type { SettingsFile } from '../settings/settings-file.ts';
import type { CredentialResult } from '../../tencent/client.ts';
import { parseEndpoint, type Endpoint, type EndpointResult } from '../../tencent/transport/endpoint.ts';
import type { KeyBinding } from './binding.ts';
import type { CredentialProvider } from './credentials/provider.ts';
import type { SignIn } from './sign-in/sign-in-port.ts';

type AccountSettings = Settings['account'];
type Address = Pick<AccountSettings, 'edition' | 'customAddress'>;

/** The account fields that the company's policy sets and the agent cannot change. */
export type AccountPolicy = Pick<Policy, keyof AccountSettings | 'gateway'>;

export type AccountTarget = { endpoint: Endpoint; sdkAppId: number; agent: string };

/** The account and the credentials that a request to the contact center needs. */
export type DirectConnection = AccountTarget & {
  credentials: () => Promise<CredentialResult>;
  /**
   * Called when the service refuses the credentials. Returns the kind of the failure if it refuses the next ones as well; null
   * if there are no others.
   */
  invalidateCredentials?: CredentialProvider['invalidate'];
};

/** What a request to the company's gateway needs. The gateway has the key and knows the application. */
export type GatewayConnection = Pick<AccountTarget, 'endpoint' | 'agent'> & {
  /** A token of the person who is signed in. `fresh`: not the one of the last call, because it was refused. */
  idToken: SignIn['idToken'];
};

/** Where requests are sent now, and what they need. */
export type Connection = DirectConnection | GatewayConnection;

export function isGateway(connection: Connection): connection is GatewayConnection {
  return connection.endpoint.edition === 'gateway';
}

export type AccountTargets = ReturnType<typeof createAccountTargets>;

export type AccountTargetsDeps = {
  settings: Pick<SettingsFile, 'get'>;
  policy: AccountPolicy;
  /** Whether an address on this computer may use http: only for developers. */
  plainHttp: boolean;
};

export function createAccountTargets({ settings, policy, plainHttp }: AccountTargetsDeps) {
  const policySetsAddress = policy.customAddress !== undefined || policy.gateway !== undefined;
  /** Whether the agent can choose nothing of the account. */
  const isSetByPolicy =
    policy.edition !== undefined && policy.sdkAppId !== undefined && policy.agent !== undefined;

  function resolveAddress({ edition, customAddress }: Address): EndpointResult {
    const address = parseEndpoint(edition, customAddress);
    const isPlain = address.ok && address.endpoint.origin.startsWith('http:');
    return isPlain && !plainHttp && !policySetsAddress ? { ok: false, error: 'notSecure' } : address;
  }

  /** Whether an address was typed, not Tencent Cloud's own nor set by the policy. */
  function isTyped({ edition }: Endpoint): boolean {
    return edition === 'custom' && !policySetsAddress;
  }

  /** The saved account at the company's gateway; null if none is saved. */
  function currentGateway(): Pick<AccountTarget, 'endpoint' | 'agent'> | null {
    const { mode, account } = settings.get();
    const address = resolveAddress(account);
    if (mode === 'unconfigured' || account.edition !== 'gateway' || !address.ok) return null;
    return { endpoint: address.endpoint, agent: account.agent };
  }

  /** The saved account of the contact center, whether or not the simulator is in use; null if none is saved. */
  function current(): AccountTarget | null {
    const { mode, account } = settings.get();
    const address = resolveAddress(account);
    if (mode === 'unconfigured' || !address.ok || account.edition === 'gateway') return null;
    if (account.sdkAppId === null) return null;
    return { endpoint: address.endpoint, sdkAppId: account.sdkAppId, agent: account.agent };
  }

  return { isSetByPolicy, resolveAddress, isTyped, current, currentGateway };
}

export function toBinding({ endpoint, sdkAppId, agent }: AccountTarget): KeyBinding {
  return { origin: endpoint.origin, sdkAppId, agent };
}
