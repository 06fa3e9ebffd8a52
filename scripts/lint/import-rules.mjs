/**
 * Which module may import which others. The linter enforces it, ARCHITECTURE.md prints it, and test/unit/structure.test.ts
 * compares both with the imports of the source.
 * @type {Readonly<Record<string, readonly string[]>>}
 */
export const importRules = {
  shared: [],
  tencent: ['shared'],
  simulator: ['tencent', 'shared'],
  'gateway/coordination': ['shared'],
  'gateway/engine': ['gateway/coordination', 'tencent', 'shared'],
  'gateway/auth': ['shared'],
  'gateway/audit': [],
  'gateway/config': ['gateway/auth', 'tencent', 'shared'],
  'gateway/http': ['gateway/audit', 'gateway/auth', 'gateway/engine', 'tencent', 'shared'],
  'gateway/demo': ['gateway/config', 'simulator'],
  cli: ['shared'],
  preload: ['shared'],
  renderer: ['shared'],
  'main/runtime': [],
  'main/trust': ['shared'],
  'main/automation': ['shared'],
  'main/status': ['tencent', 'shared'],
  'main/activity': ['main/runtime', 'shared'],
  'main/audit': ['main/activity', 'main/runtime', 'shared'],
  'main/settings': ['main/trust', 'main/runtime', 'tencent', 'shared'],
  'main/process': ['main/settings', 'shared'],
  'main/account': ['main/process', 'main/settings', 'main/runtime', 'simulator', 'tencent', 'shared'],
  'main/gateway-client': ['tencent', 'shared'],
  'main/local-api': ['main/runtime', 'shared'],
  'main/team': ['tencent', 'shared'],
  'main/desktop': ['main/settings', 'main/automation', 'main/trust', 'main/runtime', 'tencent', 'shared'],
  'main/app': [
    'main/desktop',
    'main/local-api',
    'main/account',
    'main/gateway-client',
    'main/process',
    'main/settings',
    'main/activity',
    'main/audit',
    'main/status',
    'main/team',
    'main/automation',
    'tencent',
    'shared',
  ],
};

/** Programs of several modules: their entry and composition root may import all of them, and what they may. */
const programsOfModules = {
  main: ['gateway', 'preload', 'renderer', 'test', 'scripts'],
  gateway: ['cli', 'main', 'preload', 'renderer', 'test', 'scripts'],
};

/**
 * The rules as zones of `import-x/no-restricted-paths`.
 * @returns {{ target: string, from: string[], message: string }[]}
 */
export function importZones() {
  const modules = Object.keys(importRules);
  const zones = modules.map((target) => {
    const allowed = importRules[target] ?? [];
    const others = [...modules, 'test', 'scripts'].filter(
      (name) => name !== target && !allowed.includes(name),
    );
    return {
      target: `./${target}`,
      from: others.map((name) => `./${name}`),
      message: `${target} may import ${allowed.length === 0 ? 'no other module' : allowed.join(', ')}.`,
    };
  });
  const rootZones = Object.entries(programsOfModules).map(([program, outside]) => ({
    target: `./${program}`,
    from: outside.map((name) => `./${name}`),
    message: `${program} may import its own modules, and what they may import.`,
  }));
  return [...zones, ...rootZones];
}
