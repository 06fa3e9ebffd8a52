/** Query or form parameters of the API itself; all others belong to the action. */
const API_PARAMETERS = new Set([
  'Action',
  'Language',
  'Nonce',
  'Region',
  'RequestClient',
  'SecretId',
  'Signature',
  'SignatureMethod',
  'Timestamp',
  'Token',
  'Version',
]);

/** `StaffStatusList.0.Status` has three parts; no API parameter has more. */
const MAX_PARTS = 32;

type Tree = Map<string, Branch>;
type Branch = Tree | string;

/**
 * Rebuilds an action's parameters from their flat form: `StaffStatusList.0.Status=free` becomes a list of objects. All
 * query values are strings; those that the API defines as numbers are converted.
 *
 * @returns undefined if a name has more than 32 parts
 */
export function unflatten(parameters: URLSearchParams): Record<string, unknown> | undefined {
  const tree: Tree = new Map<string, Branch>();
  for (const [path, value] of parameters) {
    if (API_PARAMETERS.has(path)) continue;
    const parts = path.split('.', MAX_PARTS + 1);
    if (parts.length > MAX_PARTS) return undefined;
    insertValue(tree, parts, value);
  }
  const fields = [...tree].map(([name, branch]): [string, unknown] => [name, toValue(branch)]);
  const sdkAppId = tree.get('SdkAppId');
  const numbers =
    typeof sdkAppId === 'string' && /^\d+$/.test(sdkAppId) ? { SdkAppId: Number(sdkAppId) } : {};
  return { ...Object.fromEntries(fields), ...numbers };
}

function insertValue(tree: Tree, [name = '', ...below]: string[], value: string): void {
  if (below.length === 0) {
    tree.set(name, value);
    return;
  }
  const present = tree.get(name);
  const branch = typeof present === 'object' ? present : new Map<string, Branch>();
  tree.set(name, branch);
  insertValue(branch, below, value);
}

/** Converts a branch to a JSON value. A branch whose names are all numbers is a list. */
function toValue(branch: Branch): unknown {
  if (typeof branch === 'string') return branch;
  const entries = [...branch];
  if (entries.every(([name]) => /^\d+$/.test(name))) {
    return entries.sort(([a], [b]) => Number(a) - Number(b)).map(([, item]) => toValue(item));
  }
  return Object.fromEntries(entries.map(([name, item]) => [name, toValue(item)]));
}
