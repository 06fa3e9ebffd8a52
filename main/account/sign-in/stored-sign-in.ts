/** The sign-in that the keychain keeps: the refresh token, bound to the issuer and the person that it is of. */
import * as z from 'zod/mini';
import { parseJson } from '../../../shared/parse-json.ts';
import type { KeychainResult, KeychainText } from '../keychain.ts';

const text = z.string().check(z.minLength(1), z.maxLength(20_000));
const item = z.object({
  version: z.literal(1),
  issuer: text,
  clientId: text,
  subject: text,
  agent: text,
  refreshToken: text,
});

export type StoredSignIn = Omit<z.infer<typeof item>, 'version'>;

/** Reads the kept sign-in; null if there is none, or another program damaged it. */
export async function readSignIn(keychain: KeychainText): Promise<KeychainResult<StoredSignIn | null>> {
  const found = await keychain.read();
  if (!found.ok) return { ok: false, error: found.error, message: found.message };
  const json = parseJson(found.value ?? '');
  const parsed = item.safeParse(json.ok ? json.value : null);
  if (!parsed.success) return { ok: true, value: null };
  const { version: _version, ...stored } = parsed.data;
  return { ok: true, value: stored };
}

/** Keeps a sign-in. `tooLong`: the refresh token exceeds what every system can keep, and what was kept is unchanged. */
export function writeSignIn(keychain: KeychainText, stored: StoredSignIn): Promise<KeychainResult<void>> {
  return keychain.write(JSON.stringify({ version: 1, ...stored }));
}
