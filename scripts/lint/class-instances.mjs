// Reports instances of one class where another class is expected: `no-unsafe-class-instance-assignment`. oxlint does not know
// this rule, but its type-aware program tsgolint has it. This asks tsgolint in the same way as oxlint does.
// usage: node scripts/lint/class-instances.mjs [PATH...]
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { repoDir } from '../paths.mjs';

const rule = 'no-unsafe-class-instance-assignment';

/** Bytes before each message: its length, then its type. */
const HEADER_BYTES = 5;

const require = createRequire(import.meta.url);
const files = listFiles(process.argv.slice(2));
const { status, stdout } = run('oxlint-tsgolint', 'bin/tsgolint.js', ['headless'], {
  version: 2,
  configs: [{ file_paths: files, rules: [{ name: rule }] }],
});
const messages = readMessages(stdout);
for (const message of messages) process.stdout.write(`${message} [${rule}]\n`);
process.exitCode = status === 0 && files.length > 0 && messages.length === 0 ? 0 : 1;

/**
 * The files that oxlint checks, so that both follow the same configuration.
 * @param {readonly string[]} paths all files of the project by default
 * @returns {string[]} absolute paths
 */
function listFiles(paths) {
  const config = join(repoDir, '.oxlintrc.json');
  return run('oxlint', 'bin/oxlint', ['--debug=files', `--config=${config}`, ...paths])
    .stdout.toString('utf8')
    .split('\n')
    .filter((line) => /\.[cm]?[jt]sx?$/.test(line))
    .map((line) => resolve(line.trim()));
}

/**
 * @param {string} name of the package
 * @param {string} program
 * @param {readonly string[]} args
 * @param {object} [input]
 */
function run(name, program, args, input) {
  const file = join(dirname(require.resolve(`${name}/package.json`)), program);
  const result = spawnSync(process.execPath, [file, ...args], {
    ...(input === undefined ? {} : { input: JSON.stringify(input) }),
    maxBuffer: 64 * 1024 * 1024,
  });
  process.stderr.write(result.stderr);
  return result;
}

/**
 * Any message is a finding or an error: without findings tsgolint writes nothing.
 * @param {Buffer} output
 * @returns {string[]}
 */
function readMessages(output) {
  const found = [];
  for (let at = 0; at + HEADER_BYTES <= output.length;) {
    const end = at + HEADER_BYTES + output.readUInt32LE(at);
    found.push(output.toString('utf8', at + HEADER_BYTES, end));
    at = end;
  }
  return found;
}
