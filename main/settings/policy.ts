/** The company's policy: every setting of its file judged on its own, so that a bad one is named and the rest applies. */
import type * as z from 'zod/mini';
import { managedSetting, type Notice, type PolicyProblem } from '../../preload/contract/state.ts';
import { readPolicyFile } from './policy-file.ts';
import { ruleBroken, policySchema, type Policy, type PolicySchema } from './policy-schema.ts';
import type { PlacedSetting, PolicyText } from './policy-text.ts';

export type ReadPolicy = {
  policy: Policy;
  /** Where it was found; null when there is none. */
  file: string | null;
  problems: PolicyProblem[];
};

export type PolicyOptions = {
  /** The tags of the languages that this Standby speaks. */
  languages: readonly string[];
  /** The user ids that may own a policy which names a program to run. */
  owners: readonly number[];
};

/** For editors: it names the schema of the file and sets nothing. */
const SCHEMA_KEY = '$schema';

/** Reads the policy at a path. No file is no policy, and no problem. */
export async function readPolicy(path: string, { languages, owners }: PolicyOptions): Promise<ReadPolicy> {
  const found = readPolicyFile(path, owners);
  if (found.kind === 'absent') return { policy: {}, file: null, problems: [] };
  if (found.kind === 'unreadable') {
    return { policy: {}, file: path, problems: [problemOfFile(null, 'unreadable', found.message)] };
  }
  // Loaded when there is a file: most computers have none.
  const { readPolicyText } = await import('./policy-text.ts');
  const text = readPolicyText(found.text);
  const judged = judge(text, policySchema(languages), found.trusted);
  return { ...judged, file: path };
}

/** What its user should know of it; null where all is well. */
export function policyNotice({ file, problems }: Omit<ReadPolicy, 'policy'>): Notice | null {
  return file !== null && problems.length > 0 ? { kind: 'policyProblems', file, problems } : null;
}

function judge(text: PolicyText, schema: PolicySchema, trusted: boolean): Omit<ReadPolicy, 'file'> {
  const problems: PolicyProblem[] = [];
  const accepted = new Map<string, unknown>();
  for (const setting of text.settings) {
    if (setting.name === SCHEMA_KEY) continue;
    const wrong = accepted.has(setting.name)
      ? [problemOf(setting, 'notAllowed', 'each setting once')]
      : problemsOf(setting, schema, text, trusted);
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
  trusted: boolean,
): PolicyProblem[] {
  const name = managedSetting.safeParse(setting.name);
  if (!name.success) return [problemOf(setting, 'unknownSetting', '')];
  const parsed = schema.shape[name.data].safeParse(setting.value);
  if (!parsed.success) return parsed.error.issues.flatMap((issue) => describe(name.data, issue, text));
  if (name.data === 'credentialProcess' && !trusted) return [problemOf(setting, 'notAllowed', UNTRUSTED)];
  return [];
}

/** Whoever can write the file could have any program run in the agent's name. */
const UNTRUSTED = 'file owned by root, writable by nobody else';

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
function describe(setting: string, issue: z.core.$ZodIssue, text: PolicyText): PolicyProblem[] {
  const problem = (kind: PolicyProblem['kind'], expected: string, inside: PropertyKey[] = []) => {
    const path = [setting, ...issue.path, ...inside];
    return { line: text.lineOf(path), setting: path.map(String).join('.'), kind, expected };
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
