/** Reads the file of agents of a team command, and divides the agents among requests. */
import { readFileSync, statSync } from 'node:fs';
import { errorMessage } from '../../shared/errors.ts';
import { AGENTS_PER_REQUEST } from '../../shared/local-api/team.ts';
import type { CliTexts } from '../texts.ts';
import { describeListError } from './describe-team.ts';
import { parseAgents } from './parse-agents.ts';

/** Ten times as large as the largest list of agents with ordinary accounts. */
const MAX_FILE_BYTES = 4_000_000;

/** A line to the app has 64 kB at most. */
const MAX_AGENTS_BYTES = 48_000;

type AgentsFile = { ok: true; agents: string[]; repeated: number } | { ok: false; message: string };

/** @returns the agents and how many were repeated, or what is wrong, for people */
export function readAgentsFile(path: string, texts: CliTexts): AgentsFile {
  try {
    const stats = statSync(path);
    // A pipe would block, and a device has no end.
    if (!stats.isFile() || stats.size > MAX_FILE_BYTES)
      return { ok: false, message: texts.t('cli.team.file.notAList') };
    const list = parseAgents(readFileSync(path));
    if (!list.ok) return { ok: false, message: describeListError(texts, list.error) };
    return { ok: true, agents: list.agents, repeated: list.repeated.length };
  } catch (error) {
    return { ok: false, message: texts.t('cli.team.file.unreadable', { message: errorMessage(error) }) };
  }
}

/** Divides agents into parts that fit into a request. */
export function splitAgents(agents: readonly string[]): string[][] {
  const parts: string[][] = [];
  let part: string[] = [];
  let bytes = 0;
  for (const agent of agents) {
    const size = Buffer.byteLength(JSON.stringify(agent)) + 1;
    if (part.length === AGENTS_PER_REQUEST || (part.length > 0 && bytes + size > MAX_AGENTS_BYTES)) {
      parts.push(part);
      part = [];
      bytes = 0;
    }
    part.push(agent);
    bytes += size;
  }
  return part.length === 0 ? parts : [...parts, part];
}
