/** Reads the configuration of the simulated STS from a file. */
import { readFile } from 'node:fs/promises';
import * as z from 'zod/mini';
import { errorMessage } from '../../shared/errors.ts';
import { DEFAULT_LIMITS, parseJson } from '../../shared/parse-json.ts';
import { stsConfiguration, type StsConfiguration } from './options.ts';

export const STS_HELP = `--sts=FILE serves STS, too (AssumeRoleWithWebIdentity), on the port that the first line prints as "sts". Its temporary
keys are accepted beside --secret-id, which is optional then. FILE is JSON:
  {"providerId":"idp","issuer":"https://id.example.com","clientIds":["standby"],"jwks":{"keys":[…]},
   "roles":[{"arn":"qcs::cam::uin/100000000001:roleName/agent","sessionDuration":43200}],"autoRotate":false}
  jwks: the provider's public keys. autoRotate: new ones are read from the issuer, as on the mainland edition.`;

type ConfigurationResult = { ok: true; configuration: StsConfiguration } | { ok: false; message: string };

/** Reads the file. An error's message names what is wrong. */
export async function readStsConfiguration(path: string): Promise<ConfigurationResult> {
  try {
    const json = parseJson(await readFile(path, 'utf8'), DEFAULT_LIMITS);
    if (!json.ok) return { ok: false, message: 'it is not JSON.' };
    const read = stsConfiguration.safeParse(json.value);
    if (!read.success) return { ok: false, message: z.prettifyError(read.error) };
    return { ok: true, configuration: read.data };
  } catch (error) {
    return { ok: false, message: errorMessage(error) };
  }
}
