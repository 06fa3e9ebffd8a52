/**
 * Schema of the policy: the settings that IT can set and lock. The policy reader, the published JSON Schema and the table in
 * docs/managed-settings.md are derived from it.
 */
import { posix } from 'node:path';
import * as z from 'zod/mini';
import { list, text } from '../../../shared/limits.ts';
import { REASON_MAX, REASONS_MAX } from '../../../shared/ipc/forms.ts';
import { apiAccess } from '../../../shared/local-api/protocol.ts';
import { teamAccess } from '../../../shared/local-api/team-results.ts';
import { preferences } from '../../../shared/preferences.ts';
import { type ManagedSetting } from '../../../shared/state.ts';
import { edition, shortcutAction } from '../../../shared/domain.ts';
import { parseEndpoint } from '../../../tencent/transport/endpoint.ts';
import { auditLogPolicy } from './audit-log-policy.ts';
import { normalizeAddress, normalizeText } from '../normalize-text.ts';
import { isValidShortcut } from '../accelerator.ts';
import { isProgramPath, PROGRAM_PATH } from '../program-path.ts';
import { validateReason } from '../reason-validation.ts';
import { gatewayPolicy } from './schema/gateway-policy.ts';
import { rule } from './schema/policy-rule.ts';
import { signInPolicy } from './schema/sign-in-policy.ts';

const userPreferences = preferences.shape;

const reason = text('reason').check(
  z.overwrite(normalizeText),
  z.minLength(1),
  rule((normalized) => validateReason(normalized) !== 'reasonTooLong', {
    kind: 'outOfRange',
    expected: `≤ ${REASON_MAX}`,
  }),
);
const reasonList = z.array(reason).check(
  z.maxLength(REASONS_MAX, { abort: true }),
  rule((reasons) => new Set(reasons).size === reasons.length, { expected: 'each reason once' }),
);

const accelerator = z.string().check(
  z.maxLength(100, { abort: true }),
  rule((keys) => keys === '' || isValidShortcut(keys), { expected: 'Control+Shift+F9' }),
);

const statusProgram = z.strictObject({
  program: text('path').check(rule((path) => isProgramPath(path), { expected: PROGRAM_PATH })),
  arguments: z._default(list(text('path'), 'few'), []),
});

/**
 * Schema of a policy file.
 * @param languages tags of the supported languages
 */
export function policySchema(languages: readonly string[]) {
  const settings = {
    edition: edition.check(
      z.describe('The Tencent Cloud site: international, mainland China, or another address.'),
    ),
    customAddress: text('message').check(
      z.overwrite(normalizeAddress),
      rule((address) => parseEndpoint('custom', address).ok, { expected: 'https://host/' }),
      z.describe('The service address, for the edition "custom".'),
    ),
    sdkAppId: z.int().check(z.gte(1), z.describe('The SdkAppId of the contact center.')),
    agent: text('message').check(
      z.overwrite(normalizeAddress),
      z.minLength(1),
      z.describe('The agent account, where a computer belongs to one agent.'),
    ),
    credentialProcess: z
      .strictObject({
        program: text('path').check(
          rule((path) => isProgramPath(path), { expected: PROGRAM_PATH }),
          z.describe('Its absolute path.'),
        ),
        arguments: z
          ._default(list(text('path'), 'few'), [])
          .check(z.describe('Its arguments, passed unchanged and without a shell.')),
        timeoutSeconds: z
          ._default(z.int().check(z.gte(1), z.lte(60)), 10)
          .check(z.describe('Standby ends the program after this many seconds.')),
      })
      .check(z.describe('The program that issues temporary keys; Standby then stores no key.')),
    signIn: signInPolicy,
    gateway: gatewayPolicy,
    caBundle: text('path').check(
      rule((path) => process.platform === 'win32' || posix.isAbsolute(path), {
        expected: 'an absolute path',
      }),
      z.describe('Linux: a PEM file of CA certificates that Standby trusts in addition.'),
    ),
    fleetSize: z
      .int()
      .check(
        z.gte(1),
        z.describe(
          'The number of agents who start their shift together; all of them share 20 switches a second.',
        ),
      ),
    reasons: z
      .strictObject({ rest: reasonList, notReady: reasonList })
      .check(
        z.describe(
          `The reasons to choose from, in order: up to ${REASONS_MAX} of up to ${REASON_MAX} characters.`,
        ),
      ),
    shortcuts: z
      .partialRecord(shortcutAction, accelerator)
      .check(
        z.describe(
          'Global shortcuts in Electron’s notation; "" turns one off. The agent sets those left out.',
        ),
      ),
    breakLimits: userPreferences.breakLimits.check(
      z.describe('The time limits in minutes, by reason; null is no limit.'),
    ),
    autoFreeAtReturn: userPreferences.autoFreeAtReturn.check(
      z.describe('Switch to Free automatically at the planned return, if the agent is at the keyboard.'),
    ),
    dayStartHour: userPreferences.dayStartHour.check(z.describe('The hour at which a new day starts.')),
    onLock: userPreferences.onLock.check(
      z.describe('The status to set when the screen is locked; null sets none.'),
    ),
    onSleep: userPreferences.onSleep.check(
      z.describe('The status to set when the computer goes to sleep; null sets none.'),
    ),
    onIdle: userPreferences.onIdle.check(
      z.describe('The status to set after this many minutes without activity; null sets none.'),
    ),
    onQuit: userPreferences.onQuit.check(
      z.describe('The status to set before Standby quits or the computer shuts down; null sets none.'),
    ),
    reduceNotifications: userPreferences.reduceNotifications.check(
      z.describe('No notification of a confirmed switch, which the icon shows (default); all others stay.'),
    ),
    closeAfterSwitch: userPreferences.closeAfterSwitch.check(
      z.describe('Close the window after a switch that was requested in it (default).'),
    ),
    language: z
      .enum(['system', ...languages])
      .check(z.describe('The language of the app; "system" follows the desktop.')),
    theme: userPreferences.theme.check(z.describe('The theme of the window; "system" follows the desktop.')),
    startAtLogin: z.boolean().check(z.describe('Start Standby at login.')),
    pollIntervalSeconds: userPreferences.pollIntervalSeconds.check(
      z.describe('The seconds between two readings of the status.'),
    ),
    localApi: apiAccess.check(
      z.describe(
        'What the command line and other programs of the agent may do: nothing, read, or all (default).',
      ),
    ),
    onStatus: z
      .nullable(statusProgram)
      .check(
        z.describe(
          'The program that is started after each confirmed change of the status; null allows none.',
        ),
      ),
    auditLog: auditLogPolicy,
    team: teamAccess.check(
      z.describe('Whether the command line may read and change the statuses of other agents (default: no).'),
    ),
  } satisfies Record<ManagedSetting, z.ZodMiniType>;
  return z.partial(z.strictObject(settings));
}

export type PolicySchema = ReturnType<typeof policySchema>;
export type Policy = z.infer<PolicySchema>;
