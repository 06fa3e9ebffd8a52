/** Joins the ids of what describes a control; nothing is no attribute. */
export function describedBy(...ids: (string | false | undefined)[]): string | undefined {
  const known = ids.filter((id) => typeof id === 'string');
  return known.length === 0 ? undefined : known.join(' ');
}
