/** The company's policy: every setting of its file judged on its own, so that a bad one is named and the rest applies. */
import type * as z from 'zod/mini';
import { type Notice, type PolicyProblem } from '../../preload/contract/notice.ts';
import { managedSetting, type ManagedSetting } from '../../preload/contract/state.ts';
import type { Time } from '../time.ts';
import { readPolicyFile } from './policy-file.ts';
import { ruleBroken, policySchema, type Policy, type PolicySchema } from './policy-schema.ts';
import type { PlacedSetting, PolicyText } from './policy-text.ts';
import type { FoundKey } from './registry.ts';

export type ReadPolicy = {
  policy: Policy;
  /** Where it was found; null when there is none. */
  file: string | null;
  problems: PolicyProblem[];
};

/** Where a policy is looked for. */
export type PolicyPlace =
  /** `owners`: the user ids that may own a file which names a program or an address. None may on Windows. */
  | { kind: 'file'; path: string; owners: readonly number[] }
  /** The Windows registry. `folder`: the agent's own, for the export. */
  | { kind: 'registry'; folder: string };

export type PolicyOptions = {
  /** The tags of the languages that this Standby speaks. */
  languages: readonly string[];
  time: Time;
};

/** For editors: it names the schema of the file and sets nothing. */
const SCHEMA_KEY = '$schema';

/** Reads the policy at its place. No policy is no problem. */
export async function readPolicy(
  place: PolicyPlace,
  { languages, time }: PolicyOptions,
): Promise<ReadPolicy> {
  return place.kind === 'file'
    ? readFromFile(place, languages)
    : readFromRegistry(place.folder, languages, time);
}

async function readFromFile(
  { path, owners }: Extract<PolicyPlace, { kind: 'file' }>,
  languages: readonly string[],
): Promise<ReadPolicy> {
  const found = readPolicyFile(path, owners);
  if (found.kind === 'absent') return NO_POLICY;
  if (found.kind === 'unreadable') return unreadable(path, found.message);
  // Loaded when there is a file: most computers have none.
  const { readPolicyText } = await import('./policy-text.ts');
  const judged = judge(readPolicyText(found.text), policySchema(languages), found.whyUntrusted);
  return { ...judged, file: path };
}

async function readFromRegistry(
  folder: string,
  languages: readonly string[],
  time: Time,
): Promise<ReadPolicy> {
  const { readPolicyKey, POLICY_KEY } = await import('./registry.ts');
  const found = await readPolicyKey({ folder, time });
  return policyOfKey(found, POLICY_KEY, languages);
}

/** The policy in a key of the registry. Only administrators can write there, so it may name a program and an address. */
export async function policyOfKey(
  found: FoundKey,
  name: string,
  languages: readonly string[],
): Promise<ReadPolicy> {
  if (found.kind === 'absent') return NO_POLICY;
  if (found.kind === 'unreadable') return unreadable(name, found.message);
  const { settingsOfRegistry } = await import('./registry-policy.ts');
  const schema = policySchema(languages);
  return { ...judge(settingsOfRegistry(found.keys, schema), schema, null), file: name };
}

const NO_POLICY: ReadPolicy = { policy: {}, file: null, problems: [] };

function unreadable(file: string, message: string): ReadPolicy {
  return { policy: {}, file, problems: [problemOfFile(null, 'unreadable', message)] };
}

/** What its user should know of it; null where all is well. */
export function policyNotice({ file, problems }: Omit<ReadPolicy, 'policy'>): Notice | null {
  return file !== null && problems.length > 0 ? { kind: 'policyProblems', file, problems } : null;
}

function judge(
  text: PolicyText,
  schema: PolicySchema,
  whyUntrusted: string | null,
): Omit<ReadPolicy, 'file'> {
  const problems: PolicyProblem[] = [];
  const accepted = new Map<string, unknown>();
  for (const setting of text.settings) {
    if (setting.name === SCHEMA_KEY) continue;
    const wrong = accepted.has(setting.name)
      ? [problemOf(setting, 'notAllowed', 'each setting once')]
      : problemsOf(setting, schema, text, whyUntrusted);
    if (wrong.length === 0) accepted.set(setting.name, setting.value);
    problems.push(...wrong);
  }
  if (text.broken) problems.push(problemOfFile(text.broken.line, 'notJson', text.broken.message));
  else if (!text.isObject) problems.push(problemOfFile(text.lineOf([]), 'wrongType', 'object'));
  return { policy: schema.parse(Object.fromEntries(accepted)), problems };
}

function problemsOf(
  setting: PlacedSetting,
  schema: PolicySchema,
  text: PolicyText,
  whyUntrusted: string | null,
): PolicyProblem[] {
  const name = managedSetting.safeParse(setting.name);
  if (!name.success) return [problemOf(setting, 'unknownSetting', '')];
  if (setting.unfit !== undefined) return [problemOf(setting, 'notAllowed', setting.unfit)];
  const parsed = schema.shape[name.data].safeParse(setting.value);
  if (!parsed.success) {
    const lineOf = setting.line === null ? () => null : text.lineOf;
    return parsed.error.issues.flatMap((issue) => describe(name.data, issue, lineOf));
  }
  if (NEEDS_TRUST.has(name.data) && whyUntrusted) return [problemOf(setting, 'notAllowed', whyUntrusted)];
  return [];
}

/** Whoever can set these could have any program run in the agent's name, or be sent what the agent's key has signed. */
const NEEDS_TRUST: ReadonlySet<ManagedSetting> = new Set(['credentialProcess', 'customAddress']);

function problemOf(
  { name, line }: PlacedSetting,
  kind: PolicyProblem['kind'],
  expected: string,
): PolicyProblem {
  return { line, setting: name, kind, expected };
}

function problemOfFile(line: number | null, kind: PolicyProblem['kind'], expected: string): PolicyProblem {
  return { line, setting: '', kind, expected };
}

/** What zod found wrong, in the words of the contract. */
function describe(setting: string, issue: z.core.$ZodIssue, lineOf: PolicyText['lineOf']): PolicyProblem[] {
  const problem = (kind: PolicyProblem['kind'], expected: string, inside: PropertyKey[] = []) => {
    const path = [setting, ...issue.path, ...inside];
    return { line: lineOf(path), setting: path.map(String).join('.'), kind, expected };
  };
  switch (issue.code) {
    case 'invalid_type':
      return [problem('wrongType', TYPE_NAMES[issue.expected] ?? issue.expected)];
    case 'invalid_value':
      return [problem('notAllowed', issue.values.map(String).join(', '))];
    case 'too_small':
      return [problem('outOfRange', `≥ ${issue.minimum}`)];
    case 'too_big':
      return [problem('outOfRange', `≤ ${issue.maximum}`)];
    case 'unrecognized_keys':
      return issue.keys.map((key) => problem('unknownSetting', '', [key]));
    default: {
      const broken = ruleBroken.safeParse('params' in issue ? issue.params : undefined);
      return [broken.success ? problem(broken.data.kind, broken.data.expected) : problem('notAllowed', '')];
    }
  }
}

/** JSON's names for the types that zod calls otherwise. */
const TYPE_NAMES: Partial<Record<string, string>> = { int: 'integer', record: 'object' };
