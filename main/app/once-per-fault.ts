/** How many different faults are told in one run: more than that say nothing that the first ones did not. */
const MOST_FAULTS = 50;

/**
 * Tells of each fault once. Telling changes the state, and the state is drawn again by what has just failed: told each time,
 * one fault would never end.
 * @param tell may throw
 */
export function oncePerFault(tell: (error: unknown) => void): (error: unknown) => void {
  const told = new Set<string>();
  return (error) => {
    const fault = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    if (told.has(fault) || told.size >= MOST_FAULTS) return;
    told.add(fault);
    try {
      tell(error);
    } catch {
      // There is nobody left to tell.
    }
  };
}
