/** The texts of a language by their keys, as the code names them: "tray.quit", "reasons.rest.0". */
export function flatten(texts: object, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(texts).flatMap(([name, value]: [string, unknown]) => {
      const key = prefix + name;
      if (typeof value === 'string') return [[key, value] as const];
      return typeof value === 'object' && value !== null ? [...flatten(value, `${key}.`)] : [];
    }),
  );
}

/** "switches_one" and "switches_other" are one text to the code. */
export function withoutPlural(key: string): string {
  return key.replace(/_(zero|one|two|few|many|other)$/, '');
}
