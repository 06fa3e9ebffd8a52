/** Generates the JSON Schema of a policy file. */
import * as z from 'zod/mini';
import { policySchema } from './policy-schema.ts';

/**
 * JSON Schema of a policy file, for editors and IT tools.
 * @param languages tags of the supported languages
 */
export function policyJsonSchema(languages: readonly string[]) {
  const { properties, ...schema } = z.toJSONSchema(policySchema(languages), { io: 'input' });
  return {
    ...schema,
    title: 'Standby policy',
    dependentRequired: { gateway: ['signIn'] },
    dependentSchemas: {
      signIn: {
        anyOf: [
          { required: ['gateway'] },
          {
            required: ['edition', 'sdkAppId'],
            properties: { signIn: { type: 'object', required: ['providerId', 'roleArn'] } },
          },
        ],
      },
    },
    not: { required: ['signIn', 'credentialProcess'] },
    properties: {
      $schema: { type: 'string', description: 'The schema of this file, for editors; sets nothing.' },
      ...properties,
    },
  };
}
