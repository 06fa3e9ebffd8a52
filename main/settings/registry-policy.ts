/**
 * The values of the policy key as settings. `Policy` holds a whole policy as JSON, which is what a script writes; every other
 * value is one setting by its own name, which is what a group policy template writes.
 */
import { managedSetting, type ManagedSetting } from '../../preload/contract/state.ts';
import type { PolicySchema } from './policy-schema.ts';
import { readPolicyText, type PlacedSetting, type PolicyText } from './policy-text.ts';
import type { RegistryKey, RegistryValue } from './registry-export.ts';
import { POLICY_KEY } from './registry.ts';

/** In lower case, as all names are compared: Windows does not tell cases apart. */
const WHOLE_POLICY = 'policy';

/** The types of values that can be a setting. */
const VALUE_TYPES = 'REG_SZ, REG_DWORD, REG_MULTI_SZ';

const settingNames = new Map(managedSetting.options.map((name) => [name.toLowerCase(), name]));

/** The settings of the policy key. Those of `Policy` come first and have lines; the others have none. */
export function settingsOfRegistry(keys: readonly RegistryKey[], schema: PolicySchema): PolicyText {
  const own = keys.filter(({ path }) => path.toLowerCase() === POLICY_KEY.toLowerCase());
  const values = own.flatMap((key) => key.values).filter(({ name }) => name !== '');
  const whole = values.find(({ name }) => name.toLowerCase() === WHOLE_POLICY);
  const text = whole ? wholePolicy(whole) : null;
  const single = values.filter((value) => value !== whole).map((value) => settingOf(value, schema));
  // A setting in a key of its own, as some templates write lists: named, so that nobody waits for it to apply.
  const below = keys
    .filter(({ path }) => path.toLowerCase().startsWith(`${POLICY_KEY.toLowerCase()}\\`))
    .map(({ path }) => ({
      name: path.slice(POLICY_KEY.length + 1),
      value: undefined,
      line: null,
      unfit: VALUE_TYPES,
    }));
  return {
    settings: [...(text?.settings ?? []), ...single, ...below],
    broken: text?.broken ?? null,
    isObject: text?.isObject ?? true,
    lineOf: text?.lineOf ?? (() => null),
  };
}

function wholePolicy(value: RegistryValue): PolicyText {
  switch (value.type) {
    case 'text':
      return readPolicyText(value.data);
    case 'lines':
      return readPolicyText(value.data.join('\n'));
    case 'number':
    case 'other':
      return { settings: [], broken: null, isObject: false, lineOf: () => null };
  }
}

function settingOf(value: RegistryValue, schema: PolicySchema): PlacedSetting {
  const name = settingNames.get(value.name.toLowerCase());
  if (!name) return { name: value.name, value: undefined, line: null };
  if (value.type === 'other') return { name, value: undefined, line: null, unfit: VALUE_TYPES };
  const candidates = candidatesOf(value);
  const taken = candidates.find((candidate) => accepts(schema, name, candidate));
  return { name, value: taken === undefined ? candidates.at(-1) : taken, line: null };
}

/** What a value can mean: the registry has no true and false, no lists and no nested settings. */
function candidatesOf(value: Exclude<RegistryValue, { type: 'other' }>): unknown[] {
  switch (value.type) {
    case 'number':
      return value.data <= 1 ? [value.data === 1, value.data] : [value.data];
    case 'text':
      return [value.data, ...parsed(value.data)];
    case 'lines':
      return [value.data.join('\n'), ...parsed(value.data.join('\n'))];
  }
}

/** The JSON in a text, where the whole of it is JSON. */
function parsed(text: string): unknown[] {
  try {
    return [JSON.parse(text) as unknown];
  } catch {
    return [];
  }
}

function accepts(schema: PolicySchema, name: ManagedSetting, value: unknown): boolean {
  return schema.shape[name].safeParse(value).success;
}
