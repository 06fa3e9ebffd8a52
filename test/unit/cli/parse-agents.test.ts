import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAgents } from '../../../cli/team/parse-agents.ts';

const parse = (content: string) => parseAgents(new TextEncoder().encode(content));
const many = (count: number) => Array.from({ length: count }, (_, index) => `agent${index}@b.com`).join('\n');

describe('a list of agents', () => {
  it.each([
    ['a byte order mark', '\uFEFFa@b.com\nb@b.com'],
    ['line ends of Windows', 'a@b.com\r\nb@b.com\r\n'],
    ['line ends of old Macs', 'a@b.com\rb@b.com'],
    ['blanks, empty lines and comments', '# team\n\n  a@b.com \t\n\u3000\n#x\nb@b.com\n\n'],
  ])('with %s is read', (_what, content) => {
    expect(parse(content)).toEqual({ ok: true, agents: ['a@b.com', 'b@b.com'], repeated: [] });
  });

  it('counts an account once, whatever its letter case, and names the lines that repeat it', () => {
    expect(parse('a@b.com\nb@b.com\nA@B.com\n\na@b.com')).toEqual({
      ok: true,
      agents: ['a@b.com', 'b@b.com'],
      repeated: [
        { line: 3, firstLine: 1 },
        { line: 5, firstLine: 1 },
      ],
    });
  });

  it('may have 5,000 agents', () => {
    expect(parse(many(5_000))).toMatchObject({ ok: true, repeated: [] });
    expect(parse(`${many(5_000)}\nagent0@b.com`)).toMatchObject({ ok: true, repeated: [{ line: 5_001 }] });
  });

  it.each([
    ['nothing', '', { kind: 'empty' }],
    ['only comments', '# a\n\n', { kind: 'empty' }],
    ['5,001 agents', many(5_001), { kind: 'tooMany', line: 5_001, max: 5_000 }],
    ['too long an account', `a@b.com\n${'x'.repeat(501)}`, { kind: 'tooLong', line: 2, max: 500 }],
    ['two accounts on a line', 'a@b.com\n\na@b.com b@b.com', { kind: 'notOneAccount', line: 3 }],
    ['a table', 'a@b.com,Ann', { kind: 'notOneAccount', line: 1 }],
    ['a table with other separators', 'a@b.com；安', { kind: 'notOneAccount', line: 1 }],
    ['a control character', 'a\u0007@b.com', { kind: 'invisible', line: 1 }],
    ['a zero-width blank', 'a@b.com\na\u200b@b.com', { kind: 'invisible', line: 2 }],
  ])('with %s is refused, with the line', (_what, content, error) => {
    expect(parse(content)).toEqual({ ok: false, error });
  });

  it.each([
    ['UTF-16', Uint8Array.from([0xff, 0xfe, 0x61, 0x00])],
    ['GBK', Uint8Array.from([0xce, 0xe7, 0xb2, 0xcd])],
  ])('in %s is refused', (_what, bytes) => {
    expect(parseAgents(bytes)).toEqual({ ok: false, error: { kind: 'notUtf8' } });
  });

  it('of any bytes has 1 to 5,000 different agents, or an error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const list = parseAgents(bytes);
        if (!list.ok) return;
        expect(list.agents.length).toBeGreaterThan(0);
        expect(new Set(list.agents.map((agent) => agent.toLowerCase())).size).toBe(list.agents.length);
      }),
    );
  });
});
