/** As much of JSON Schema 2020-12 as docs/openapi.yaml uses. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly pattern?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly format?: string;
}

const known: ReadonlySet<string> = new Set([
  ..."$ref type enum properties required additionalProperties items minItems minimum".split(" "),
  ..."exclusiveMinimum exclusiveMaximum pattern description default format".split(" "),
]);

/** Every way in which `value` is not what `schema` says, with its place. */
export function mismatches(root: object, schema: Schema, value: unknown, place = "$"): string[] {
  const strange = Object.keys(schema).filter((key) => !known.has(key));
  if (strange.length > 0) throw new Error(`${place}: this check does not know ${strange.join(", ")}`);
  if (schema.$ref !== undefined) return mismatches(root, resolveRef(root, schema.$ref), value, place);
  const found: string[] = [];
  const say = (text: string) => found.push(`${place}: ${text}, found ${JSON.stringify(value)}`);
  const types = schema.type === undefined ? [] : [schema.type].flat();
  if (types.length > 0 && !types.some((type) => isOf(type, value))) say(`expected ${types.join(" or ")}`);
  if (schema.enum && !schema.enum.includes(value)) say(`expected one of ${schema.enum.join(", ")}`);
  if (typeof value === "string" && schema.pattern && !new RegExp(schema.pattern).test(value))
    say(`expected ${schema.pattern}`);
  if (typeof value === "number" && value < (schema.minimum ?? value)) say(`expected ≥ ${schema.minimum}`);
  if (Array.isArray(value)) {
    if (value.length < (schema.minItems ?? 0)) say(`expected ${schema.minItems} items`);
    for (const [index, item] of value.entries())
      found.push(...mismatches(root, schema.items ?? {}, item, `${place}[${index}]`));
  } else if (typeof value === "object" && value !== null) {
    found.push(...mapMismatches(root, schema, value, place));
  }
  return found;
}

function mapMismatches(root: object, schema: Schema, value: object, place: string): string[] {
  const { properties = {}, required = [], additionalProperties = true } = schema;
  const missing = required.filter((key) => !(key in value)).map((key) => `${place}: ${key} is missing`);
  return [
    ...missing,
    ...Object.entries(value).flatMap(([key, each]) => {
      const rule = properties[key] ?? additionalProperties;
      if (rule === true) return [];
      if (rule === false) return [`${place}: ${key} is not in the schema`];
      return mismatches(root, rule, each, `${place}.${key}`);
    }),
  ];
}

export function resolveRef(root: object, ref: string): Schema {
  let at: unknown = root;
  for (const key of ref.replace(/^#\//, "").split("/")) at = (at as Record<string, unknown>)[key];
  if (at === undefined) throw new Error(`${ref} points at nothing`);
  return at as Schema;
}

function isOf(type: string, value: unknown): boolean {
  if (type === "integer") return Number.isInteger(value);
  if (type === "array") return Array.isArray(value);
  if (type === "object") return typeof value === "object" && value !== null && !Array.isArray(value);
  return typeof value === type;
}
