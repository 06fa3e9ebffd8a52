/**
 * The policy file: what IT can set and lock, each setting once. Reading a policy, the published JSON Schema and the
 * table in docs/managed-settings.md all go by this.
 */
import { posix } from 'node:path';
import * as z from 'zod/mini';
import { REASON_MAX, REASONS_MAX } from '../../preload/contract/inputs.ts';
import { preferences } from '../../preload/contract/preferences.ts';
import { policyProblem } from '../../preload/contract/notice.ts';
import { type ManagedSetting } from '../../preload/contract/state.ts';
import { edition, shortcutAction } from '../../preload/contract/vocabulary.ts';
import { parseEndpoint } from '../tencent/endpoint.ts';
import { tidyAddress, tidyWords } from './typed-text.ts';
import { isFit } from './accelerator.ts';
import { reasonProblem } from './reason.ts';

/** How a rule that no JSON Schema can state says what is wrong. */
export const ruleBroken = z.object({
  kind: policyProblem.shape.kind,
  expected: z.string(),
});
type RuleBroken = z.infer<typeof ruleBroken>;

const ofUsers = preferences.shape;

const reason = z.string().check(
  z.overwrite(tidyWords),
  z.minLength(1),
  rule((text) => reasonProblem(text) !== 'reasonTooLong', {
    kind: 'outOfRange',
    expected: `≤ ${REASON_MAX}`,
  }),
);
const reasonList = z.array(reason).check(
  z.maxLength(REASONS_MAX),
  rule((list) => new Set(list).size === list.length, { expected: 'each reason once' }),
);

const accelerator = z.string().check(
  z.maxLength(100),
  rule((keys) => keys === '' || isFit(keys), { expected: 'Control+Shift+F9' }),
);

const isWindows = process.platform === 'win32';

/** What belongs there, for whoever wrote something else. */
const PROGRAM_PATH = isWindows ? 'C:\\folder\\program.exe' : 'an absolute path';

/**
 * Whether a path names one program, whatever folder and drive are current. On Windows a path without a drive letter is on
 * the current drive, one with two backslashes is on another computer, one with another colon is hidden in another file, and
 * what does not end in .exe is not started without a shell.
 */
export function isProgramPath(path: string, onWindows = isWindows): boolean {
  if (!onWindows) return posix.isAbsolute(path);
  const [drive, ...steps] = path.split(/[\\/]/);
  return (
    /^[A-Za-z]:$/.test(drive ?? '') &&
    steps.length > 0 &&
    steps.every((step) => /^[^<>:"|?*\p{Cc}]+$/u.test(step) && !/^\.+$|[. ]$/.test(step)) &&
    /\.exe$/i.test(path)
  );
}

/**
 * The schema of a policy file.
 * @param languages the tags of the languages that this Standby speaks
 */
export function policySchema(languages: readonly string[]) {
  const settings = {
    edition: edition.check(z.describe('Which Tencent Cloud the contact center is at, or another address.')),
    customAddress: z.string().check(
      z.overwrite(tidyAddress),
      rule((address) => parseEndpoint('custom', address).ok, { expected: 'https://host/' }),
      z.describe('The address of the service, for the edition "custom".'),
    ),
    sdkAppId: z.int().check(z.gte(1), z.describe('The SdkAppId of the contact center.')),
    agent: z
      .string()
      .check(
        z.overwrite(tidyAddress),
        z.minLength(1),
        z.describe('The agent account, where a computer belongs to one agent.'),
      ),
    credentialProcess: z
      .strictObject({
        program: z.string().check(
          rule((path) => isProgramPath(path), { expected: PROGRAM_PATH }),
          z.describe('Its absolute path.'),
        ),
        arguments: z
          ._default(z.array(z.string()), [])
          .check(z.describe('Its arguments, as they are: no shell looks at them.')),
        timeoutSeconds: z
          ._default(z.int().check(z.gte(1), z.lte(60)), 10)
          .check(z.describe('When it is ended, in seconds after its start.')),
      })
      .check(z.describe('The program that hands out temporary keys; no key is kept on the computer then.')),
    fleetSize: z
      .int()
      .check(
        z.gte(1),
        z.describe(
          'How many agents start their shift together; the service takes 20 switches a second from all.',
        ),
      ),
    reasons: z
      .strictObject({ rest: reasonList, notReady: reasonList })
      .check(
        z.describe(`The reasons on offer, in order: up to ${REASONS_MAX} of ${REASON_MAX} characters each.`),
      ),
    shortcuts: z
      .partialRecord(shortcutAction, accelerator)
      .check(
        z.describe('Global shortcuts, in Electron’s notation; "" is off. Those left out stay the agent’s.'),
      ),
    budgets: ofUsers.budgets.check(z.describe('The longest breaks in minutes, by reason; null is no limit.')),
    freeWhenDue: ofUsers.freeWhenDue.check(
      z.describe('Back to Free by itself at the end of a planned break, if somebody is at the keyboard.'),
    ),
    dayStartsAt: ofUsers.dayStartsAt.check(z.describe('The hour at which a new day begins.')),
    whenLocked: ofUsers.whenLocked.check(
      z.describe('The status to set when the screen is locked; null is none.'),
    ),
    whenAsleep: ofUsers.whenAsleep.check(
      z.describe('The status to set when the computer goes to sleep; null is none.'),
    ),
    whenIdle: ofUsers.whenIdle.check(
      z.describe('The status to set after so many minutes without anybody at the keyboard; null is none.'),
    ),
    whenQuitting: ofUsers.whenQuitting.check(
      z.describe('The status to set before Standby quits or the computer shuts down; null is none.'),
    ),
    quiet: ofUsers.quiet.check(z.describe('Only notifications of failures and of what needs an answer.')),
    language: z
      .enum(['system', ...languages])
      .check(z.describe('The language; "system" follows the desktop.')),
    theme: ofUsers.theme.check(z.describe('The theme of the window; "system" follows the desktop.')),
    startAtLogin: z.boolean().check(z.describe('Start Standby when somebody logs in.')),
    readingSeconds: ofUsers.readingSeconds.check(
      z.describe('Seconds from one reading of the status to the next.'),
    ),
  } satisfies Record<ManagedSetting, z.ZodMiniType>;
  return z.partial(z.strictObject(settings));
}

export type PolicySchema = ReturnType<typeof policySchema>;
export type Policy = z.infer<PolicySchema>;

function rule<Value>(
  holds: (value: Value) => boolean,
  broken: Pick<RuleBroken, 'expected'> & Partial<RuleBroken>,
) {
  return z.refine<Value>(holds, { params: { kind: 'notAllowed', ...broken } satisfies RuleBroken });
}
