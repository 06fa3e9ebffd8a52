/** Joins element ids for aria-describedby; undefined without any. */
export function describedBy(...ids: (string | false | undefined)[]): string | undefined {
  const known = ids.filter((id) => typeof id === 'string');
  return known.length === 0 ? undefined : known.join(' ');
}
