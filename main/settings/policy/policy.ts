/** Reads the company's policy. Each setting is validated separately: an invalid one is reported, and the others apply. */
import type * as z from 'zod/mini';
import { type Notice, type PolicyError } from '../../../shared/notice.ts';
import { managedSetting, type ManagedSetting } from '../../../shared/state.ts';
import type { Clock } from '../../../shared/clock.ts';
import { readPolicyFile, type PolicyFile } from './policy-file.ts';
import { RENAMED_SETTINGS } from './renamed-settings.ts';
import { policyRuleError } from './schema/policy-rule.ts';
import { policySchema, type Policy, type PolicySchema } from './policy-schema.ts';
import { gatewayConflict } from './schema/gateway-policy.ts';
import { signInConflict } from './schema/sign-in-policy.ts';
import type { LocatedSetting, ParsedPolicy } from './parse-policy.ts';
import type { RegistryKeyResult } from './registry.ts';

export type PolicyResult = {
  policy: Policy;
  /** Path or registry key of the policy; null when there is none. */
  file: string | null;
  errors: PolicyError[];
};

/** Where the policy is stored. */
export type PolicyLocation =
  /** `owners`: user ids that may own a file which names a program or an address. On Windows none may. */
  | { kind: 'file'; path: string; owners: readonly number[] }
  /** macOS: the managed preferences, or the file where there are none. */
  | { kind: 'managedPreferences'; path: string; owners: readonly number[] }
  /** The Windows registry. `folder`: the agent's profile, for the temporary export. */
  | { kind: 'registry'; folder: string };

export type ReadPolicyDeps = {
  /** Tags of the supported languages. */
  languages: readonly string[];
  time: Clock;
};

/** Names the file's JSON Schema for editors. Not a setting. */
const SCHEMA_KEY = '$schema';

/** Reads the policy. A missing policy is not an error. */
export async function readPolicy(
  location: PolicyLocation,
  { languages, time }: ReadPolicyDeps,
): Promise<PolicyResult> {
  switch (location.kind) {
    case 'file':
      return readFromFile(location, languages);
    case 'registry':
      return readFromRegistry(location.folder, languages, time);
    case 'managedPreferences': {
      const { MANAGED_PREFERENCES, readManagedPreferences } = await import('./macos/managed-preferences.ts');
      const found = await readManagedPreferences(MANAGED_PREFERENCES, location.owners);
      return found.kind === 'absent'
        ? readFromFile(location, languages)
        : parsePreferences(found, MANAGED_PREFERENCES, languages);
    }
  }
}

/** Parses the policy from managed preferences, which have no lines. */
export async function parsePreferences(
  found: Exclude<PolicyFile, { kind: 'absent' }>,
  name: string,
  languages: readonly string[],
): Promise<PolicyResult> {
  if (found.kind === 'unreadable') return unreadable(name, found.message);
  const { parsePolicy } = await import('./parse-policy.ts');
  const { toPreferences } = await import('./macos/preference-values.ts');
  const schema = policySchema(languages);
  return {
    ...validatePolicy(toPreferences(parsePolicy(found.text), schema), schema, found.whyUntrusted),
    file: name,
  };
}

const NO_POLICY: PolicyResult = { policy: {}, file: null, errors: [] };

async function readFromFile(
  { path, owners }: { path: string; owners: readonly number[] },
  languages: readonly string[],
): Promise<PolicyResult> {
  const found = readPolicyFile(path, owners);
  if (found.kind === 'absent') return NO_POLICY;
  if (found.kind === 'unreadable') return unreadable(path, found.message);
  // Imported only if there is a file: most computers have none.
  const { parsePolicy } = await import('./parse-policy.ts');
  const validated = validatePolicy(parsePolicy(found.text), policySchema(languages), found.whyUntrusted);
  return { ...validated, file: path };
}

async function readFromRegistry(
  folder: string,
  languages: readonly string[],
  time: Clock,
): Promise<PolicyResult> {
  const { readPolicyKey, POLICY_KEY } = await import('./registry.ts');
  const found = await readPolicyKey({ folder, time });
  return parsePolicyKey(found, POLICY_KEY, languages);
}

/** Parses the policy from a registry key. Only administrators can write it, so it may name a program and an address. */
export async function parsePolicyKey(
  found: RegistryKeyResult,
  name: string,
  languages: readonly string[],
): Promise<PolicyResult> {
  if (found.kind === 'absent') return NO_POLICY;
  if (found.kind === 'unreadable') return unreadable(name, found.message);
  const { parseRegistrySettings } = await import('./registry-policy.ts');
  const schema = policySchema(languages);
  return { ...validatePolicy(parseRegistrySettings(found.keys, schema), schema, null), file: name };
}

function unreadable(file: string, message: string): PolicyResult {
  return { policy: {}, file, errors: [toFileError(null, 'unreadable', message)] };
}

/** Notice about policy errors; null if there are none. */
export function policyNotice({ file, errors }: Omit<PolicyResult, 'policy'>): Notice | null {
  return file !== null && errors.length > 0 ? { kind: 'policyErrors', file, errors } : null;
}

function validatePolicy(
  text: ParsedPolicy,
  schema: PolicySchema,
  whyUntrusted: string | null,
): Omit<PolicyResult, 'file'> {
  const errors: PolicyError[] = [];
  const accepted = new Map<string, unknown>();
  for (const setting of text.settings) {
    if (setting.name === SCHEMA_KEY) continue;
    const name = RENAMED_SETTINGS.get(setting.name) ?? setting.name;
    const settingErrors = accepted.has(name)
      ? [toSettingError(setting, 'notAllowed', 'each setting once')]
      : validateSetting(name, setting, schema, text, whyUntrusted);
    if (settingErrors.length === 0) accepted.set(name, setting.value);
    errors.push(...settingErrors);
  }
  if (text.syntaxError) errors.push(toFileError(text.syntaxError.line, 'notJson', text.syntaxError.message));
  else if (!text.isObject) errors.push(toFileError(text.lineOf([]), 'wrongType', 'object'));
  let policy = schema.parse(Object.fromEntries(accepted));
  const report = (conflict: Pick<PolicyError, 'setting' | 'kind' | 'expected'>) =>
    errors.push({ line: text.lineOf(conflict.setting.split('.')), ...conflict });
  const conflictOfGateway = gatewayConflict(policy);
  if (conflictOfGateway) {
    report(conflictOfGateway);
    policy = omitGateway(policy);
  }
  const conflictOfSignIn = signInConflict(policy);
  if (conflictOfSignIn) {
    report(conflictOfSignIn);
    // A gateway without a sign-in would leave an account that nobody can use.
    policy = omitGateway(omitSignIn(policy));
  }
  return { policy, errors };
}

function omitSignIn({ signIn: _conflicting, ...policy }: Policy): Policy {
  return policy;
}

function omitGateway({ gateway: _conflicting, ...policy }: Policy): Policy {
  return policy;
}

/** Settings that could run any program in the agent's name, or receive requests signed with the agent's key. */
const NEEDS_TRUST: ReadonlySet<ManagedSetting> = new Set([
  'credentialProcess',
  'customAddress',
  'caBundle',
  'auditLog',
  'signIn',
  'gateway',
]);

/** @param currentName the setting's current name; `setting.name` is the one in the policy */
function validateSetting(
  currentName: string,
  setting: LocatedSetting,
  schema: PolicySchema,
  text: ParsedPolicy,
  whyUntrusted: string | null,
): PolicyError[] {
  const name = managedSetting.safeParse(currentName);
  if (!name.success) return [toSettingError(setting, 'unknownSetting', '')];
  if (setting.expected !== undefined) return [toSettingError(setting, 'notAllowed', setting.expected)];
  const parsed = schema.shape[name.data].safeParse(setting.value);
  if (!parsed.success) {
    const lineOf = setting.line === null ? () => null : text.lineOf;
    return parsed.error.issues.flatMap((issue) => toPolicyErrors(setting.name, issue, lineOf));
  }
  if (NEEDS_TRUST.has(name.data) && whyUntrusted)
    return [toSettingError(setting, 'notAllowed', whyUntrusted)];
  return [];
}

function toSettingError(
  { name, line }: LocatedSetting,
  kind: PolicyError['kind'],
  expected: string,
): PolicyError {
  return { line, setting: name, kind, expected };
}

function toFileError(line: number | null, kind: PolicyError['kind'], expected: string): PolicyError {
  return { line, setting: '', kind, expected };
}

/** JSON names of types that zod names differently. */
const TYPE_NAMES: Partial<Record<string, string>> = { int: 'integer', record: 'object' };

/** Converts a zod issue to policy errors. */
function toPolicyErrors(
  setting: string,
  issue: z.core.$ZodIssue,
  lineOf: ParsedPolicy['lineOf'],
): PolicyError[] {
  const toError = (kind: PolicyError['kind'], expected: string, inside: PropertyKey[] = []) => {
    const path = [setting, ...issue.path, ...inside];
    return { line: lineOf(path), setting: path.map(String).join('.'), kind, expected };
  };
  switch (issue.code) {
    case 'invalid_type':
      return [toError('wrongType', TYPE_NAMES[issue.expected] ?? issue.expected)];
    case 'invalid_value':
      return [toError('notAllowed', issue.values.map(String).join(', '))];
    case 'too_small':
      return [toError('outOfRange', `≥ ${issue.minimum}`)];
    case 'too_big':
      return [toError('outOfRange', `≤ ${issue.maximum}`)];
    case 'unrecognized_keys':
      return issue.keys.map((key) => toError('unknownSetting', '', [key]));
    default: {
      const ruleError = policyRuleError.safeParse('params' in issue ? issue.params : undefined);
      return [
        ruleError.success ? toError(ruleError.data.kind, ruleError.data.expected) : toError('notAllowed', ''),
      ];
    }
  }
}
