/** Reads from the policy's schema how each setting is entered in a group policy editor. Pure. */
import * as z from 'zod/mini';
import { managedSetting, type ManagedSetting } from '../../../../shared/state.ts';
import { policyJsonSchema } from '../policy-json-schema.ts';

/** How a setting is entered, and so the type of its registry value. */
type Entry =
  | { kind: 'flag' }
  | { kind: 'choice'; options: readonly string[] }
  | { kind: 'number'; min: number; max: number }
  | { kind: 'text'; maxLength: number }
  /** A nested setting, or one that can be null. */
  | { kind: 'json' };

export type TemplateSetting = { name: ManagedSetting; description: string; entry: Entry };

/** Settings that do nothing on Windows. */
const NOT_ON_WINDOWS: readonly ManagedSetting[] = ['caBundle'];

/** The registry's numbers have 32 bits. */
const MAX_NUMBER = 0xffff_ffff;

const property = z.object({
  description: z.string(),
  type: z.optional(z.string()),
  enum: z.optional(z.array(z.string())),
  minimum: z.optional(z.number()),
  maximum: z.optional(z.number()),
  maxLength: z.optional(z.number()),
});

/**
 * The settings of the templates, in the order of the schema.
 * @param languages tags of the supported languages
 */
export function templateSettings(languages: readonly string[]): TemplateSetting[] {
  const properties = z.record(z.string(), z.unknown()).parse(policyJsonSchema(languages).properties);
  return managedSetting.options
    .filter((name) => !NOT_ON_WINDOWS.includes(name))
    .map((name) => {
      const { description, ...rest } = property.parse(properties[name]);
      return { name, description, entry: toEntry(rest) };
    });
}

function toEntry(schema: Omit<z.infer<typeof property>, 'description'>): Entry {
  if (schema.enum) return { kind: 'choice', options: schema.enum };
  switch (schema.type) {
    case 'boolean':
      return { kind: 'flag' };
    case 'integer':
      return {
        kind: 'number',
        min: schema.minimum ?? 0,
        max: Math.min(schema.maximum ?? MAX_NUMBER, MAX_NUMBER),
      };
    case 'string':
      return { kind: 'text', maxLength: schema.maxLength ?? 1_000 };
    default:
      return { kind: 'json' };
  }
}
