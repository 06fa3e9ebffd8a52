/** Parameters that a query or a form carries for the API itself; the rest belong to the action. */
const COMMON = new Set([
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

/** `StaffStatusList.0.Status` has three parts; nothing in the API has more. */
const MOST_PARTS = 32;

type Tree = Map<string, Branch>;
type Branch = Tree | string;

/**
 * Rebuilds an action's parameters from their flat form: `StaffStatusList.0.Status=free` becomes a list of objects. In a
 * query everything is text; what the API defines as a number is turned back into one.
 *
 * @returns undefined when a name has more parts than any of the API's
 */
export function unflatten(parameters: URLSearchParams): Record<string, unknown> | undefined {
  const tree: Tree = new Map<string, Branch>();
  for (const [path, value] of parameters) {
    if (COMMON.has(path)) continue;
    const parts = path.split('.', MOST_PARTS + 1);
    if (parts.length > MOST_PARTS) return undefined;
    plant(tree, parts, value);
  }
  const fields = [...tree].map(([name, branch]): [string, unknown] => [name, harvest(branch)]);
  const sdkAppId = tree.get('SdkAppId');
  const numbers =
    typeof sdkAppId === 'string' && /^\d+$/.test(sdkAppId) ? { SdkAppId: Number(sdkAppId) } : {};
  return { ...Object.fromEntries(fields), ...numbers };
}

function plant(tree: Tree, [name = '', ...below]: string[], value: string): void {
  if (below.length === 0) {
    tree.set(name, value);
    return;
  }
  const present = tree.get(name);
  const branch = typeof present === 'object' ? present : new Map<string, Branch>();
  tree.set(name, branch);
  plant(branch, below, value);
}

/** A branch whose names are all numbers is a list. */
function harvest(branch: Branch): unknown {
  if (typeof branch === 'string') return branch;
  const entries = [...branch];
  if (entries.every(([name]) => /^\d+$/.test(name))) {
    return entries.sort(([a], [b]) => Number(a) - Number(b)).map(([, item]) => harvest(item));
  }
  return Object.fromEntries(entries.map(([name, item]) => [name, harvest(item)]));
}
