import { readFileSync } from 'node:fs';

/**
 * Reads a JSON file; the caller says, by a cast, what it should hold.
 * @param {string} path
 * @returns {unknown}
 */
export function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}
