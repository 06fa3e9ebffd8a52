/** What a property list cannot express: null. A text that is JSON stands for it, as in the Windows registry. */
import { managedSetting } from '../../../../shared/state.ts';
import type { ParsedPolicy } from '../parse-policy.ts';
import type { PolicySchema } from '../policy-schema.ts';

/** Keys that macOS and device management add to the preferences of an app. */
const NOT_SETTINGS = /^(?:Payload[A-Z]|NS[A-Z]|Apple|com\.apple\.)/;

/** The settings of managed preferences: without lines, and with the values that were written as JSON texts. */
export function toPreferences(parsed: ParsedPolicy, schema: PolicySchema): ParsedPolicy {
  const settings = parsed.settings
    .filter(({ name }) => !NOT_SETTINGS.test(name))
    .map((setting) => ({ ...setting, line: null, value: toAccepted(setting.name, setting.value, schema) }));
  return { ...parsed, settings, lineOf: () => null };
}

function toAccepted(name: string, value: unknown, schema: PolicySchema): unknown {
  const setting = managedSetting.safeParse(name);
  if (typeof value !== 'string' || !setting.success) return value;
  const isAccepted = (candidate: unknown) => schema.shape[setting.data].safeParse(candidate).success;
  if (isAccepted(value)) return value;
  try {
    const parsed: unknown = JSON.parse(value);
    return isAccepted(parsed) ? parsed : value;
  } catch {
    return value;
  }
}
