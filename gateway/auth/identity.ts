/** Who makes a request, by the token that came with it. */

export type Identity = {
  /** The agent account that the token's claim maps to. */
  account: string;
  /** May read and set every agent. */
  isSupervisor: boolean;
  /** `sub` of the token, for the audit log. */
  subject: string;
  /** When the token ends, milliseconds since 1970. */
  expiresAt: number;
};

/** `detail`: in English, for the caller; without any part of the token. */
export type TokenResult = { ok: true; identity: Identity } | { ok: false; code: string; detail: string };

/** Checks a token. Never rejects, and has a time limit. */
export type VerifyToken = (token: string) => Promise<TokenResult>;
