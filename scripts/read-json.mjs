import { readFileSync } from 'node:fs';

/**
 * Reads a JSON file. The caller casts the result to its type.
 * @param {string} path
 * @returns {unknown}
 */
export function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}
