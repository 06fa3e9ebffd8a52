/**
 * Converts the values of the policy key to settings. `Policy` contains a whole policy as JSON, as scripts write it; any other
 * value is one setting by its name, as group policy templates write it.
 */
import { managedSetting, type ManagedSetting } from '../../../shared/state.ts';
import type { PolicySchema } from './policy-schema.ts';
import { RENAMED_SETTINGS } from './renamed-settings.ts';
import { parsePolicy, type LocatedSetting, type ParsedPolicy } from './parse-policy.ts';
import type { RegistryKey, RegistryValue } from './registry-export.ts';
import { POLICY_KEY } from './registry.ts';

/** Lower case: names are compared case-insensitively, as on Windows. */
const WHOLE_POLICY = 'policy';

/** Registry types that can be a setting. */
const VALUE_TYPES = 'REG_SZ, REG_DWORD, REG_MULTI_SZ';

const settingNames: ReadonlyMap<string, ManagedSetting> = new Map([
  ...managedSetting.options.map((name) => [name.toLowerCase(), name] as const),
  ...[...RENAMED_SETTINGS].map(([old, name]) => [old.toLowerCase(), name] as const),
]);

/** The settings of the policy key. Those in `Policy` come first and have lines; the others have none. */
export function parseRegistrySettings(keys: readonly RegistryKey[], schema: PolicySchema): ParsedPolicy {
  const policyKeys = keys.filter(({ path }) => path.toLowerCase() === POLICY_KEY.toLowerCase());
  const values = policyKeys.flatMap((key) => key.values).filter(({ name }) => name !== '');
  const wholeValue = values.find(({ name }) => name.toLowerCase() === WHOLE_POLICY);
  const text = wholeValue ? wholePolicy(wholeValue) : null;
  const single = values.filter((value) => value !== wholeValue).map((value) => toSetting(value, schema));
  // Some templates write lists as subkeys. Those are reported, because they do not apply.
  const nestedSettings = keys
    .filter(({ path }) => path.toLowerCase().startsWith(`${POLICY_KEY.toLowerCase()}\\`))
    .map(({ path }) => ({
      name: path.slice(POLICY_KEY.length + 1),
      value: undefined,
      line: null,
      expected: VALUE_TYPES,
    }));
  return {
    settings: [...(text?.settings ?? []), ...single, ...nestedSettings],
    syntaxError: text?.syntaxError ?? null,
    isObject: text?.isObject ?? true,
    lineOf: text?.lineOf ?? (() => null),
  };
}

function wholePolicy(value: RegistryValue): ParsedPolicy {
  switch (value.type) {
    case 'text':
      return parsePolicy(value.data);
    case 'lines':
      return parsePolicy(value.data.join('\n'));
    case 'number':
    case 'other':
      return { settings: [], syntaxError: null, isObject: false, lineOf: () => null };
  }
}

function toSetting(value: RegistryValue, schema: PolicySchema): LocatedSetting {
  const name = settingNames.get(value.name.toLowerCase());
  if (!name) return { name: value.name, value: undefined, line: null };
  if (value.type === 'other') return { name, value: undefined, line: null, expected: VALUE_TYPES };
  const candidates = toCandidates(value);
  const accepted = candidates.find((candidate) => isAccepted(schema, name, candidate));
  return { name, value: accepted === undefined ? candidates.at(-1) : accepted, line: null };
}

/** Possible meanings of a value: the registry has no booleans, lists or nested settings. */
function toCandidates(value: Exclude<RegistryValue, { type: 'other' }>): unknown[] {
  switch (value.type) {
    case 'number':
      return value.data <= 1 ? [value.data === 1, value.data] : [value.data];
    case 'text':
      return [value.data, ...parseJsonText(value.data)];
    case 'lines':
      return [value.data.join('\n'), ...parseJsonText(value.data.join('\n'))];
  }
}

/** Parses a text as JSON; empty if it is not JSON. */
function parseJsonText(text: string): unknown[] {
  try {
    return [JSON.parse(text) as unknown];
  } catch {
    return [];
  }
}

function isAccepted(schema: PolicySchema, name: ManagedSetting, value: unknown): boolean {
  return schema.shape[name].safeParse(value).success;
}
