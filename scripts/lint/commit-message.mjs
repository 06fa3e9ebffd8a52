// Checks a commit message: `node scripts/lint/commit-message.mjs FILE`, as the commit-msg hook does.
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { log } from '../log.mjs';

const types = ['build', 'chore', 'ci', 'docs', 'feat', 'fix', 'perf', 'refactor', 'revert', 'style', 'test'];

const MAX_SUBJECT_LENGTH = 72;

/** type(scope)!: description. See https://www.conventionalcommits.org/en/v1.0.0/. */
const conventionalSubject = new RegExp(`^(?:${types.join('|')})(?:\\([\\w./ -]+\\))?!?: \\S`);

/** Subjects that git writes: of a merge, of a revert, and of a commit that a rebase joins to another. */
const subjectByGit = /^(?:Merge |Revert "|(?:fixup|squash|amend)! )/;

/**
 * @param {string} message with git's comments
 * @returns {string[]} what is wrong with it
 */
export function checkCommitMessage(message) {
  const [subject = '', second = ''] = message.split('\n').filter((line) => !line.startsWith('#'));
  if (subjectByGit.test(subject)) return [];
  const errors = [];
  if (!conventionalSubject.test(subject)) {
    errors.push(
      `the subject must be "type(scope): description" or "type: description" with a type of: ${types.join(', ')}`,
    );
  }
  if (subject.length > MAX_SUBJECT_LENGTH) {
    errors.push(`the subject has ${subject.length} characters; at most ${MAX_SUBJECT_LENGTH} are allowed`);
  }
  if (second.trim() !== '') errors.push('the second line must be empty');
  return errors;
}

if (process.argv[1] === import.meta.filename) {
  const errors = checkCommitMessage(readFileSync(process.argv[2] ?? '', 'utf8'));
  for (const error of errors) log(`commit message: ${error}`);
  process.exitCode = errors.length === 0 ? 0 : 1;
}
