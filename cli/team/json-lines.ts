/** The events of a wave as lines of JSON, for programs. */
import type { WaveEvent } from '../../shared/local-api/team.ts';
import type { AgentResult } from '../../shared/local-api/team-results.ts';

export function toJsonLines(event: WaveEvent): string[] {
  if (event.type === 'started')
    return [JSON.stringify({ event: 'started', wave: event.wave, total: event.total })];
  return [...event.results.map(toResultLine), JSON.stringify({ event: 'progress', ...event.progress })];
}

export function toResultLine({ agent, result }: AgentResult): string {
  return JSON.stringify({ event: 'result', agent, ...result });
}
