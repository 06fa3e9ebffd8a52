/** Limits error reports: each distinct error is reported once. */
/** Maximum number of distinct errors reported per run; more of them add no information. */
const MAX_REPORTED_ERRORS = 50;

/**
 * Reports each distinct error once. A report changes the state, and rendering the state may cause the same error again, so
 * repeated reports would never end.
 * @param report may throw
 */
export function reportOnce(report: (error: unknown) => void): (error: unknown) => void {
  const reported = new Set<string>();
  return (error) => {
    const errorKey = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    if (reported.has(errorKey) || reported.size >= MAX_REPORTED_ERRORS) return;
    reported.add(errorKey);
    try {
      report(error);
    } catch {
      // There is no other way to report it.
    }
  };
}
