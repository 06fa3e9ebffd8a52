import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import importX from 'eslint-plugin-import-x';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import { importZones } from './scripts/lint/import-rules.mjs';

const electronImportRule = {
  name: 'electron',
  message: 'Electron is imported only in main/*.ts, main/app/ipc.ts, main/desktop and preload.',
};
const rawIpcRules = [
  {
    selector: 'ImportSpecifier[imported.name="ipcMain"]',
    message: 'Only main/app/ipc.ts listens; add a channel to shared/ipc/ipc-schema.ts instead.',
  },
  {
    selector: 'ImportSpecifier[imported.name="ipcRenderer"]',
    message: 'Only preload/index.ts sends; add a channel to shared/ipc/ipc-schema.ts instead.',
  },
];

/** The one door out to other programs: a link that somebody else can shape would start them. */
const openExternalRule = {
  selector: '[name="openExternal"]',
  message:
    'Only main/desktop/security/open-authorization-address.ts opens an address: the one of the company’s sign-in.',
};

export default defineConfig(
  globalIgnores(['dist/', 'out/', 'test-results/', 'playwright-report/']),
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    plugins: { 'import-x': importX },
    languageOptions: {
      parserOptions: { tsconfigRootDir: import.meta.dirname },
    },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver()] },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones: importZones() }],
      'import-x/no-cycle': 'error',
      'no-restricted-imports': ['error', { paths: [electronImportRule] }],
      'no-restricted-syntax': ['error', ...rawIpcRules, openExternalRule],
      '@typescript-eslint/consistent-type-imports': 'error',
      // A function or a type may stand below what uses it; a value must not, as it has none yet.
      '@typescript-eslint/no-use-before-define': ['error', { functions: false, typedefs: false }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_', argsIgnorePattern: '^_' }],
      // "Nothing to stop yet" is a function that does nothing.
      '@typescript-eslint/no-empty-function': ['error', { allow: ['arrowFunctions'] }],
    },
  },
  {
    files: [
      'main/*.ts',
      'main/app/ipc.ts',
      'main/desktop/**',
      'preload/**',
      'test/desktop/**',
      'test/bench/apps/**',
    ],
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    files: ['main/app/ipc.ts', 'preload/index.ts'],
    rules: { 'no-restricted-syntax': ['error', openExternalRule] },
  },
  {
    files: ['main/desktop/security/open-authorization-address.ts'],
    rules: { 'no-restricted-syntax': ['error', ...rawIpcRules] },
  },
  // The yardstick is the leanest app there can be: CommonJS, without a build.
  {
    files: ['test/bench/apps/**'],
    rules: { '@typescript-eslint/no-require-imports': 'off', 'no-undef': 'off' },
  },
  { files: ['renderer/**'], ...reactHooks.configs.flat.recommended },
  // The rules that need types are in .oxlintrc.json.
  tseslint.configs.disableTypeChecked,
);
