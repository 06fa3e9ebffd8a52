import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import importX from 'eslint-plugin-import-x';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const electronOnlyAtTheEdge = {
  name: 'electron',
  message:
    'Electron is touched only in main/start.ts, main/index.ts, main/app/ipc.ts, main/desktop and preload.',
};
const rawIpc = [
  {
    selector: 'ImportSpecifier[imported.name="ipcMain"]',
    message: 'Only main/app/ipc.ts listens; add a channel to preload/contract instead.',
  },
  {
    selector: 'ImportSpecifier[imported.name="ipcRenderer"]',
    message: 'Only preload/index.ts sends; add a channel to preload/contract instead.',
  },
];

/** The one door out to other programs: a link that somebody else can shape would start them. */
const noLinks = {
  selector: '[name="openExternal"]',
  message:
    'Standby opens no links. If it must one day, through an allow-list of parsed https addresses in one file.',
};

/** The arrows of ARCHITECTURE.md: what each room must not import. */
const zones = [
  { target: './renderer', from: './main', message: 'The renderer knows the contract only.' },
  { target: './renderer', from: './preload/index.ts', message: 'The renderer knows the contract only.' },
  { target: './preload', from: ['./main', './renderer'], message: 'The preload knows the contract only.' },
  { target: './main', from: './renderer', message: 'The main process does not know the window.' },
  { target: './main', from: './preload/index.ts', message: 'The main process knows the contract only.' },
  {
    target: './main/tencent',
    from: ['./main/status', './main/account', './main/settings', './main/desktop'],
    message: 'tencent/ says what the cloud says; it knows no other room.',
  },
  {
    target: './main/status',
    from: ['./main/account', './main/desktop'],
    message: 'status/ knows tencent/ and the contract only.',
  },
  {
    target: ['./main/account', './main/settings'],
    from: ['./main/desktop', './main/status'],
    message: 'account/ and settings/ know tencent/ and the contract only.',
  },
  {
    target: './main/automation',
    from: [
      './main/account',
      './main/desktop',
      './main/status',
      './main/settings',
      './main/tencent',
      './main/day',
    ],
    message: 'automation/ knows the contract and time only; what it is told comes through its ports.',
  },
  {
    target: './main/day',
    from: ['./main/account', './main/desktop', './main/tencent'],
    message: 'day/ knows the contract and plain files only.',
  },
  {
    target: ['tencent', 'status', 'account', 'settings', 'day', 'automation', 'desktop'].map(
      (room) => `./main/${room}`,
    ),
    from: './main/app',
    message: 'The rooms are joined in app/; they do not know it. Surfaces are told; they do not ask.',
  },
  { target: ['./main', './preload', './renderer'], from: ['./test', './scripts'] },
];

export default defineConfig(
  globalIgnores(['dist/', 'out/', 'test-results/', 'playwright-report/']),
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    plugins: { 'import-x': importX },
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver()] },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones }],
      'import-x/no-cycle': 'error',
      'no-restricted-imports': ['error', { paths: [electronOnlyAtTheEdge] }],
      'no-restricted-syntax': ['error', ...rawIpc, noLinks],
      '@typescript-eslint/consistent-type-imports': 'error',
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
      'main/start.ts',
      'main/index.ts',
      'main/app/ipc.ts',
      'main/desktop/**',
      'preload/**',
      'test/desktop/**',
      'test/bench/apps/**',
    ],
    rules: { 'no-restricted-imports': 'off' },
  },
  { files: ['main/app/ipc.ts', 'preload/index.ts'], rules: { 'no-restricted-syntax': ['error', noLinks] } },
  // The yardstick is the leanest app there can be: CommonJS, without a build.
  {
    files: ['test/bench/apps/**'],
    rules: { '@typescript-eslint/no-require-imports': 'off', 'no-undef': 'off' },
  },
  { files: ['renderer/**'], ...reactHooks.configs.flat.recommended },
);
