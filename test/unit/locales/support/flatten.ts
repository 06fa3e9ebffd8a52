/** Flattens the texts of a language to the keys that the code uses: "tray.quit", "reasons.rest.0". */
export function flatten(texts: object, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(texts).flatMap(([name, value]: [string, unknown]) => {
      const key = prefix + name;
      if (typeof value === 'string') return [[key, value] as const];
      return typeof value === 'object' && value !== null ? [...flatten(value, `${key}.`)] : [];
    }),
  );
}

/** The code uses "switches_one" and "switches_other" by one key. */
export function withoutPlural(key: string): string {
  return key.replace(/_(zero|one|two|few|many|other)$/, '');
}
