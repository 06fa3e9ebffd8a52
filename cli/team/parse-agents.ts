/** Parses a list of agents: a text file with one account on each line. Pure. */
import { TEAM_MAX } from '../../shared/local-api/team-results.ts';
import { AGENT_MAX } from '../../shared/ipc/forms.ts';

/** Why a list is refused. `line` counts from 1. */
export type AgentListError =
  | { kind: 'notUtf8' }
  | { kind: 'empty' }
  | { kind: 'tooMany'; line: number; max: number }
  | { kind: 'tooLong'; line: number; max: number }
  /** A blank, a comma or a semicolon: more than one account, or a table. */
  | { kind: 'notOneAccount'; line: number }
  /** A control character or an invisible one. */
  | { kind: 'invisible'; line: number };

export type AgentList =
  | {
      ok: true;
      agents: string[];
      /** Lines that repeat an account, which counts once. */
      repeated: { line: number; firstLine: number }[];
    }
  | { ok: false; error: AgentListError };

const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cs}\uFFF9-\uFFFD]/u;
const SEPARATOR = /[\s,;，；、]/u;

/**
 * Parses the content of a file. It is UTF-8, with or without a byte order mark, with the line ends of any system. Blank
 * lines and lines that begin with `#` are ignored. Accounts are e-mail addresses, so letter case does not distinguish them.
 */
export function parseAgents(bytes: Uint8Array): AgentList {
  let content: string;
  try {
    content = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { ok: false, error: { kind: 'notUtf8' } };
  }
  const agents: string[] = [];
  const repeated: { line: number; firstLine: number }[] = [];
  const firstLines = new Map<string, number>();
  for (const [index, text] of content.split(/\r\n|\r|\n/u).entries()) {
    const line = index + 1;
    const agent = text.trim();
    if (agent === '' || agent.startsWith('#')) continue;
    const kind = validateAgent(agent);
    if (kind === 'tooLong') return { ok: false, error: { kind, line, max: AGENT_MAX } };
    if (kind !== null) return { ok: false, error: { kind, line } };
    const key = agent.toLowerCase();
    const firstLine = firstLines.get(key);
    if (firstLine !== undefined) {
      repeated.push({ line, firstLine });
      continue;
    }
    if (agents.length === TEAM_MAX) return { ok: false, error: { kind: 'tooMany', line, max: TEAM_MAX } };
    firstLines.set(key, line);
    agents.push(agent);
  }
  return agents.length === 0 ? { ok: false, error: { kind: 'empty' } } : { ok: true, agents, repeated };
}

function validateAgent(agent: string): 'tooLong' | 'notOneAccount' | 'invisible' | null {
  if (agent.length > AGENT_MAX) return 'tooLong';
  if (SEPARATOR.test(agent)) return 'notOneAccount';
  return INVISIBLE.test(agent) ? 'invisible' : null;
}
