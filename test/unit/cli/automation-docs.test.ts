/** docs/automation.md and its Chinese version show what the local API sends, and every command. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { createCommandLine, type Actions } from '../../../cli/command-line.ts';
import { EXIT } from '../../../cli/exit-codes.ts';
import { defaultSettings, settingsSchema } from '../../../main/settings/schema.ts';
import { apiError } from '../../../shared/local-api/protocol.ts';
import { apiRequests } from '../../../shared/local-api/requests.ts';
import { dayResult, statusResult, switchResult } from '../../../shared/local-api/results.ts';
import { languages } from '../../support/texts.ts';
import { isWindows } from '../../support/unit/posix.ts';

const read = (name: string) => readFileSync(join(import.meta.dirname, '../../../docs', name), 'utf8');
const pages = { english: read('automation.md'), chinese: read('automation.zh-CN.md') };

/** Members that no schema knows would be a mistake in the document. */
const strict = (schema: z.ZodMiniType) => (value: unknown) => {
  const parsed = schema.safeParse(value);
  expect(parsed.error?.issues ?? []).toEqual([]);
  expect(parsed.data).toEqual(value);
};
const examples = [
  strict(statusResult),
  strict(statusResult),
  strict(switchResult),
  strict(switchResult),
  strict(switchResult),
  strict(dayResult),
  strict(z.object({ error: apiError })),
  acceptSettings,
  acceptSettings,
];

function acceptSettings(value: unknown): void {
  expect(value).toMatchObject({ onStatus: {} });
  // The schema accepts the paths of the system that it runs on.
  if (isWindows) return;
  const settings = { ...defaultSettings('linux'), ...(value as object) };
  expect(settingsSchema.safeParse(settings).success).toBe(true);
}

describe.each(Object.entries(pages))('the %s page', (_name, page) => {
  const blocks = [...page.matchAll(/```json\n(.*?)```/gs)].map(
    ([, text = '']) => JSON.parse(text) as unknown,
  );

  test('has examples that the schemas accept, without a member more', () => {
    expect(blocks).toHaveLength(examples.length);
    for (const [index, block] of blocks.entries()) examples[index]?.(block);
  });

  test('names each command', () => {
    const documented = [...page.matchAll(/^\| `standby (\w+)/gm)].map(([, name]) => name);
    const program = createCommandLine(
      languages.translateInto('en'),
      '1',
      {} as Actions,
      () => {},
      () => {},
    );
    expect(documented.toSorted()).toEqual(
      [...program.commands.map((command) => command.name()), 'help'].toSorted(),
    );
  });

  test('names each request and each exit code', () => {
    for (const name of Object.keys(apiRequests)) expect(page).toContain(`\`${name}\``);
    const codes = [...page.matchAll(/^\| (\d) +\|/gm)].map(([, code]) => Number(code));
    expect(codes).toEqual(Object.values(EXIT));
  });
});
