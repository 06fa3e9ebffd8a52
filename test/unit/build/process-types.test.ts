/** Compiles a line in the folder of each program, to see which globals its tsconfig.json provides. */
import { join } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';

/** With the separators that the compiler uses on every system. */
const repo = join(import.meta.dirname, '../../..').replaceAll('\\', '/');

/** Returns the names that are unknown to TypeScript beside the files of a program. */
function findUnknownNames(folder: string, names: readonly string[]): string[] {
  const config = `${repo}/${folder}/tsconfig.json`;
  const host: ts.ParseConfigFileHost = {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
      throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'));
    },
  };
  const parsed = ts.getParsedCommandLineOfConfigFile(config, { incremental: false }, host);
  if (parsed === undefined) throw new Error(`${config} cannot be read`);
  const probe = `${repo}/${folder}/probe.ts`;
  const text = names.map((name) => `void ${name};\n`).join('');
  const defaultHost = ts.createCompilerHost(parsed.options);
  const compilerHost: ts.CompilerHost = {
    ...defaultHost,
    fileExists: (file) => file === probe || defaultHost.fileExists(file),
    getSourceFile: (file, ...rest) =>
      file === probe
        ? ts.createSourceFile(file, text, ts.ScriptTarget.ES2023)
        : defaultHost.getSourceFile(file, ...rest),
  };
  const { tsBuildInfoFile: _, ...options } = parsed.options;
  const program = ts.createProgram([...parsed.fileNames, probe], options, compilerHost);
  const errors = program.getSemanticDiagnostics(program.getSourceFile(probe));
  return errors.map(({ messageText }) => {
    const message = ts.flattenDiagnosticMessageText(messageText, '\n');
    return /^Cannot find name '(\w+)'/.exec(message)?.[1] ?? message;
  });
}

/** The compiler reads all files of a program. */
const TIMEOUT_MS = 2 * 60_000;

const dom = ['document', 'window', 'localStorage'];
const node = ['process', 'Buffer', 'setImmediate'];

it.each([
  ['main', dom],
  ['preload', dom],
  ['simulator', dom],
  ['tencent', dom],
  ['renderer', node],
  ['shared', [...dom, ...node]],
])(
  'the files of %s cannot use %j',
  (folder, names) => {
    expect(findUnknownNames(folder, [...dom, ...node])).toEqual(names);
  },
  TIMEOUT_MS,
);
