/**
 * The port by which a request gets its credentials. A lasting key, a credential process and the company's sign-in implement
 * it; test/unit/account/provider-conformance.test.ts has the rules that hold for each.
 */
import type { CredentialResult } from '../../../tencent/client.ts';
import type { FailureKind } from '../../../tencent/failure.ts';

export type CredentialProvider = {
  /**
   * The credentials to sign with. Null: there are none, and the state of the keychain tells why; a failure: why there are none.
   * Never rejects.
   */
  credentials: () => Promise<CredentialResult>;
  /**
   * The service refused the credentials: the next call gets others.
   * @returns the kind of the failure if the service refuses those as well; null if there are no others
   */
  invalidate: () => FailureKind | null;
};
