/** Remembers the reasons that the service reports for the agent, so that Settings can offer them for the list. */
import type { Notice } from '../../../shared/notice.ts';
import type { AgentState, Reasons } from '../../../shared/state.ts';
import { sameChoice, type StatusAndReason } from '../../../shared/domain.ts';
import type { Settings } from '../../settings/schema.ts';
import type { SettingsFile } from '../../settings/settings-file.ts';
import { NO_SEEN_REASONS, accountId, offeredReasons, withSeenReason } from '../../settings/seen-reasons.ts';

/** Maximum number of own choices that are compared. */
const OWN_CHOICES_MAX = 100;

export type SeenReasonsDeps = {
  settings: Pick<SettingsFile, 'get'>;
  /** Whether the policy has locked the reasons. */
  isLocked: boolean;
  /** Saves and applies a change. */
  save: (change: Partial<Settings>) => Promise<Notice | null>;
};

/**
 * A reason is remembered if the service reported it and Standby did not send it. A response to a switch repeats the reason
 * that was sent, also one that the agent has mistyped, so it does not show that the contact center uses that reason. A
 * reason that was chosen elsewhere, or that the service returned in place of the one sent, does.
 */
export function createSeenReasons({ settings, isLocked, save }: SeenReasonsDeps) {
  /** The choices of this session, the newest last. */
  const ownChoices = new Set<string>();

  function isOwn(confirmed: StatusAndReason, before: AgentState): boolean {
    // The last away choice of an earlier session may be one that Standby sent.
    return ownChoices.has(toKey(confirmed)) || sameChoice(confirmed, before.lastAwayChoice);
  }

  function addOwnChoice(choice: StatusAndReason): void {
    ownChoices.add(toKey(choice));
    for (const oldest of ownChoices) {
      if (ownChoices.size <= OWN_CHOICES_MAX) break;
      ownChoices.delete(oldest);
    }
  }

  return {
    /** The seen reasons that a list of reasons lacks. */
    offered: (listed: Reasons): Reasons =>
      isLocked ? { rest: [], notReady: [] } : offeredReasons(settings.get(), listed),

    onAgentChange: (before: AgentState, after: AgentState, listed: Reasons): void => {
      if (after.intent && after.intent.id !== before.intent?.id) addOwnChoice(after.intent.choice);
      const { confirmed } = after;
      if (isLocked || !confirmed?.isValid || confirmed === before.confirmed) return;
      const { status, reason } = confirmed;
      if (status !== 'rest' && status !== 'notReady') return;
      if (listed[status].includes(reason) || isOwn(confirmed, before)) return;
      const seenReasons = withSeenReason(settings.get(), status, reason);
      if (seenReasons) void save({ seenReasons });
    },

    /** Deletes the reasons of another account. The simulator hides them and deletes none. */
    onAccountChange: (): void => {
      ownChoices.clear();
      const account = accountId(settings.get());
      const seenAccount = settings.get().seenReasons.account;
      const hasOthers = seenAccount !== '' && account !== null && seenAccount !== account;
      if (hasOthers) void save({ seenReasons: NO_SEEN_REASONS });
    },
  };
}

function toKey({ status, reason }: StatusAndReason): string {
  return `${status} ${reason}`;
}
