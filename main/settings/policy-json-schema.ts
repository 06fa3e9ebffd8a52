import * as z from 'zod/mini';
import { policySchema } from './policy-schema.ts';

/**
 * The JSON Schema of a policy file, for editors and for the tools of IT.
 * @param languages the tags of the languages that this Standby speaks
 */
export function policyJsonSchema(languages: readonly string[]) {
  const { properties, ...schema } = z.toJSONSchema(policySchema(languages), { io: 'input' });
  return {
    ...schema,
    title: 'Standby policy',
    properties: {
      $schema: { type: 'string', description: 'The schema of this file, for editors; sets nothing.' },
      ...properties,
    },
  };
}
