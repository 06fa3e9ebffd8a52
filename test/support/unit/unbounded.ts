/** Finds strings and lists without a length limit in the project's schemas. */
import * as z from 'zod/mini';

type Schema = z.core.$ZodType;

/** No string or list of the IPC schema may be longer than this. */
const HIGHEST_LIMIT = 32_767;

/** Schema types with a bounded size: one value, or one of a few. */
const bounded = new Set([
  'undefined',
  'void',
  'null',
  'boolean',
  'number',
  'int',
  'enum',
  'literal',
  'never',
]);

const oversizedValues: unknown[] = [
  'x'.repeat(HIGHEST_LIMIT + 1),
  Array.from({ length: HIGHEST_LIMIT + 1 }, () => 'x'),
  Object.fromEntries(Array.from({ length: HIGHEST_LIMIT + 1 }, (_, index) => [`key${index}`, 'x'])),
  { key: 'x'.repeat(HIGHEST_LIMIT + 1) },
  { key: { key: 'x'.repeat(HIGHEST_LIMIT + 1) } },
  Array.from({ length: 10_000 }).reduce<unknown>((inner) => ({ inner }), 'x'),
];

/** Returns every path below a schema at which something without a limit is accepted. */
export function findUnbounded(schema: Schema, path: string, seen = new Set<Schema>()): string[] {
  if (seen.has(schema)) return [];
  seen.add(schema);
  const { def } = schema._zod;
  const inside = (inner: Schema, step: string) => findUnbounded(inner, `${path}${step}`, seen);
  if (bounded.has(def.type)) return [];
  if (schema instanceof z.core.$ZodString) return isLimited(schema) ? [] : [path];
  if (schema instanceof z.core.$ZodArray) {
    return [...(isLimited(schema) ? [] : [`${path}[]`]), ...inside(schema._zod.def.element, '[]')];
  }
  if (schema instanceof z.core.$ZodObject) {
    const { shape, catchall } = schema._zod.def;
    return [
      ...Object.entries(shape).flatMap(([name, field]) => inside(field, `.${name}`)),
      ...(catchall ? inside(catchall, '.*') : []),
    ];
  }
  if (schema instanceof z.core.$ZodUnion) {
    return schema._zod.def.options.flatMap((option, index) => inside(option, `|${index}`));
  }
  if (schema instanceof z.core.$ZodRecord) {
    const { keyType, valueType } = schema._zod.def;
    const keys = keyType._zod.values;
    return [...(keys && keys.size > 0 ? [] : [`${path}{}`]), ...inside(valueType, '{}')];
  }
  if (
    schema instanceof z.core.$ZodNullable ||
    schema instanceof z.core.$ZodOptional ||
    schema instanceof z.core.$ZodDefault
  ) {
    return inside(schema._zod.def.innerType, '');
  }
  // A function's decision cannot be inspected: it is tested.
  if (schema instanceof z.core.$ZodCustom)
    return oversizedValues.filter((giant) => isAccepted(schema, giant)).map(() => path);
  // `unknown`, `any`, and every unhandled schema type.
  return [`${path}: ${def.type}`];
}

/** Whether its length is the first check, and the only one for a value that is too long. */
function isLimited(schema: z.core.$ZodString | z.core.$ZodArray): boolean {
  const [first, ...others] = schema._zod.def.checks ?? [];
  if (!(first instanceof z.core.$ZodCheckMaxLength)) return false;
  const { maximum, abort } = first._zod.def;
  return maximum <= HIGHEST_LIMIT && (others.length === 0 || abort === true);
}

function isAccepted(schema: Schema, value: unknown): boolean {
  return z.safeParse(schema, value).success;
}
