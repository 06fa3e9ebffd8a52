/** The lines of JSON in docs/automation.md and its Chinese version are those that `standby team` prints. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { teamRequests } from '../../../shared/local-api/team.ts';
import {
  agentReading,
  agentResult,
  notSentCause,
  outcomeCounts,
  waveEnd,
  waveId,
  waveProgress,
} from '../../../shared/local-api/team-results.ts';

const line = z.looseObject({ event: z.string() });

/** Parses a line without the name of its event, and without what the schema does not know. */
function parse({ event, ...members }: z.infer<typeof line>): unknown {
  switch (event) {
    case 'started':
      return z.object({ wave: waveId, total: z.int() }).parse(members);
    case 'result': {
      const { agent, ...result } = members;
      const parsed = agentResult.parse({ agent, result });
      return { agent: parsed.agent, ...parsed.result };
    }
    case 'progress':
      return waveProgress.parse(members);
    case 'reading':
      return agentReading.parse(members);
    case 'end':
      return ('counts' in members ? teamRequests['team.set'].output : waveEnd).parse(members);
    default:
      throw new Error(`no such event: ${event}`);
  }
}

describe.each(['automation.md', 'automation.zh-CN.md'])('%s', (name) => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs', name), 'utf8');

  test('shows lines that the schemas accept, without a member more', () => {
    const blocks = [...page.matchAll(/```jsonl\n(.*?)```/gs)].map(([, text = '']) => text.trim().split('\n'));
    expect(blocks.map((block) => block.length)).toEqual([7, 2]);
    for (const text of blocks.flat()) {
      const read = line.parse(JSON.parse(text));
      expect({ event: read.event, ...(parse(read) as object) }).toEqual(read);
    }
  });

  test('names each outcome and each cause', () => {
    for (const term of [...Object.keys(outcomeCounts.shape), ...notSentCause.options])
      expect(page).toContain(`\`${term}\``);
  });
});
