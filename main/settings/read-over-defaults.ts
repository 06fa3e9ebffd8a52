/** Reads saved settings over the defaults: a missing key takes its default, and so does a wrong value, that value alone. */
import { settingsSchema, type Settings } from './schema.ts';

export type ReadSettings = {
  settings: Settings;
  /** Dotted names of the values that were wrong: "preferences.theme". */
  wrongValues: string[];
};

type Json = Record<string, unknown>;

/** @param found the settings file as parsed JSON; null is returned when it is no object */
export function readOverDefaults(found: unknown, defaults: Settings): ReadSettings | null {
  if (!isObject(found)) return null;
  let filled = fill(found, defaults);
  const wrongValues = new Set<string>();
  for (;;) {
    const parsed = settingsSchema.safeParse(filled);
    if (parsed.success) return { settings: parsed.data, wrongValues: [...wrongValues] };
    const before = wrongValues.size;
    for (const { path } of parsed.error.issues) {
      const value = valuePath(path, defaults);
      wrongValues.add(value.join('.'));
      filled = withDefault(filled, value, defaults);
    }
    if (wrongValues.size === before) return null;
  }
}

/** The values that were found, and the defaults for missing keys. */
function fill(found: Json, defaults: Json): Json {
  const missing = Object.fromEntries(Object.entries(defaults).filter(([key]) => !Object.hasOwn(found, key)));
  const present = Object.entries(found).map(([key, value]) => {
    const ofDefault = Object.hasOwn(defaults, key) ? defaults[key] : undefined;
    return [key, isObject(ofDefault) && isObject(value) ? fill(value, ofDefault) : value];
  });
  return { ...missing, ...(Object.fromEntries(present) as Json) };
}

/** The part of an issue's path that leads to a whole value: a list, or an object that has no default, is one value. */
function valuePath(path: readonly PropertyKey[], defaults: Json): string[] {
  const value: string[] = [];
  let ofDefault: unknown = defaults;
  for (const key of path.map(String)) {
    if (!isObject(ofDefault)) break;
    value.push(key);
    ofDefault = Object.hasOwn(ofDefault, key) ? ofDefault[key] : undefined;
  }
  return value;
}

function withDefault(found: Json, [key = '', ...rest]: readonly string[], defaults: Json): Json {
  const [value, ofDefault] = [found[key], defaults[key]];
  const isInside = rest.length > 0 && isObject(value) && isObject(ofDefault);
  return { ...found, [key]: isInside ? withDefault(value, rest, ofDefault) : ofDefault };
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
