/** Which agents are read together, and how many. */
import { halvesOf } from '../../../tencent/lists.ts';
import { accountKey } from '../../../tencent/response-schema.ts';

/** An agent that is to be read. `isRequested`: somebody waits for it, so that its status is reported even if it is the same. */
export type ToRead = { agent: string; isRequested: boolean };

/** A group that was refused and divided. */
type Division = { size: number; open: number; hasFailed: boolean };

export type ReadingGroup = { readonly agents: readonly ToRead[]; division: Division | null };

/** After this many readings of the full size, the size grows again by a quarter. */
const GROW_AFTER = 30;

/** An agent that was refused alone is left out of the groups for this long, in milliseconds. */
const EXCLUDED_MS = 60_000;

/** @param maxSize the configured size of a group */
export function createReadingGroups(maxSize: number) {
  const requested = new Map<string, string>();
  const round = new Map<string, string>();
  const divided: ReadingGroup[] = [];
  /** Agents in parts of a refused group, which wait or are being read: no other group has them. */
  const inParts = new Map<string, ToRead>();
  const partsInFlight = new Set<string>();
  const excludedUntil = new Map<string, number>();
  let size = maxSize;
  let fullReadings = 0;

  function divide({ agents }: ReadingGroup): void {
    const division = { size: Math.ceil(agents.length / 2), open: 2, hasFailed: false };
    addParts(halvesOf(agents).map((half) => ({ agents: half, division })));
  }

  function addParts(parts: readonly ReadingGroup[]): void {
    divided.unshift(...parts);
    for (const each of parts.flatMap(({ agents }) => agents)) inParts.set(accountKey(each.agent), each);
  }

  function endFlight({ agents }: ReadingGroup): void {
    for (const { agent } of agents) partsInFlight.delete(accountKey(agent));
  }

  /** When both halves can be read, the size was at fault. */
  function endHalf(division: Division | null, isOk: boolean): void {
    if (!division) return;
    division.open -= 1;
    division.hasFailed ||= !isOk;
    if (division.open === 0 && !division.hasFailed) limit(division.size);
  }

  function limit(newSize: number): void {
    size = Math.max(1, Math.min(size, newSize));
    fullReadings = 0;
  }

  return {
    request: (agent: string): void => {
      const part = inParts.get(accountKey(agent));
      if (part) part.isRequested = true;
      else requested.set(accountKey(agent), agent);
    },
    isRoundRead: () => round.size === 0,
    startRound: (agents: readonly string[], now: number) => {
      for (const [key, until] of excludedUntil) if (until <= now) excludedUntil.delete(key);
      for (const agent of agents) {
        const key = accountKey(agent);
        const isLeftOut = excludedUntil.has(key) || inParts.has(key) || partsInFlight.has(key);
        if (!isLeftOut) round.set(key, agent);
      }
    },
    /** The next group: the parts of a refused one first, then requested agents, then those of the round. Null: none. */
    take: (): ReadingGroup | null => {
      const part = divided.shift();
      for (const { agent } of part?.agents ?? []) {
        inParts.delete(accountKey(agent));
        partsInFlight.add(accountKey(agent));
      }
      if (part) return part;
      const agents: ToRead[] = [];
      for (const [key, agent] of requested) {
        if (agents.length === size) break;
        const isExcluded = excludedUntil.has(key);
        // It may be refused again, and is read alone.
        if (isExcluded && agents.length > 0) continue;
        requested.delete(key);
        round.delete(key);
        agents.push({ agent, isRequested: true });
        if (isExcluded) return { agents, division: null };
      }
      for (const [key, agent] of round) {
        if (agents.length === size) break;
        round.delete(key);
        agents.push({ agent, isRequested: false });
      }
      return agents.length === 0 ? null : { agents, division: null };
    },
    isEmpty: () => divided.length === 0 && requested.size === 0 && round.size === 0,
    /** A group that is to be read again as it is. */
    putBack: (group: ReadingGroup): void => {
      endFlight(group);
      addParts([group]);
    },
    onRead: (group: ReadingGroup) => {
      const { agents, division } = group;
      endFlight(group);
      endHalf(division, true);
      fullReadings = agents.length >= size ? fullReadings + 1 : fullReadings;
      if (fullReadings < GROW_AFTER) return;
      size = Math.min(maxSize, Math.ceil(size * 1.25));
      fullReadings = 0;
    },
    /**
     * A group was refused as a whole. Returns true if it is divided; false if one agent alone was refused.
     * @param isTooLarge the size of the response was the cause
     */
    onRefused: (group: ReadingGroup, isTooLarge: boolean, now: number): boolean => {
      endFlight(group);
      endHalf(group.division, false);
      const [first, ...others] = group.agents;
      if (first && others.length === 0) {
        excludedUntil.set(accountKey(first.agent), now + EXCLUDED_MS);
        return false;
      }
      if (isTooLarge) limit(Math.ceil(group.agents.length / 2));
      divide(group);
      return true;
    },
    /** A group failed for another cause. */
    onFailed: (group: ReadingGroup): void => {
      endFlight(group);
      endHalf(group.division, false);
    },
    clear: () => {
      requested.clear();
      round.clear();
      divided.length = 0;
      inParts.clear();
      partsInFlight.clear();
    },
    size: () => size,
  };
}
