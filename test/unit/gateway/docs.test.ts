/** docs/gateway.md is true: its examples are read as the gateway and the app read them, and its lists are complete. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../gateway/config/read-config.ts';
import { policySchema } from '../../../main/settings/policy/policy-schema.ts';

const read = (file: string) => readFileSync(file, 'utf8');
const audit = read('gateway/audit/audit.ts');

describe.each(['docs/gateway.md', 'docs/gateway.zh-CN.md'])('%s', (file) => {
  const text = read(file);
  const [config = '', policy = ''] = [...text.matchAll(/```json\n([^]*?)```/g)].map(
    ([, block = '']) => block,
  );

  it('has a configuration that the gateway accepts', () => {
    expect(parseConfig(config)).toMatchObject({ ok: true, config: { listen: { port: 8443 } } });
  });

  it('has a policy that the app accepts', () => {
    const parsed = policySchema(['en']).safeParse(JSON.parse(policy));
    expect(parsed.error?.issues).toBeUndefined();
    expect(parsed.data?.gateway?.address).toBe('https://gateway.example.com:8443/');
  });

  it('lists every event of the audit log, and no other', () => {
    const known = [...audit.matchAll(/event: ((?:'\w+'(?: \| )?)+)/g)]
      .flatMap(([, names = '']) => names.split(' | '))
      .map((name) => name.replaceAll("'", ''));
    const rows = text.split('\n').filter((line) => /^\| `[a-z]\w+`.*\|$/.test(line));
    const listed = rows.flatMap((row) =>
      [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name),
    );
    expect(listed.toSorted()).toEqual([...new Set(known)].toSorted());
  });

  it('names the variables of the key', () => {
    const names = ['SECRET_ID', 'SECRET_KEY', 'TOKEN'].map((name) => `STANDBY_GATEWAY_${name}`);
    const source = read('gateway/config/service-keys.ts');
    for (const name of names) expect([text.includes(name), source.includes(name)]).toEqual([true, true]);
  });
});
