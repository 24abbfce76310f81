type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * The spans of OTLP/JSON requests with resource and scope beside each, sorted by id, in one way to write them: members
 * with their default are left out, and 64-bit integers are texts, as protobuf's JSON has it.
 */
export function canonicalSpans(requests: readonly object[]): readonly object[] {
  const spans = requests.flatMap((request) =>
    list(request, "resourceSpans").flatMap((resourceSpans) =>
      list(resourceSpans, "scopeSpans").flatMap(({ scope, ...scopeSpans }) =>
        list(scopeSpans, "spans").map((span) => ({ resource: resourceSpans.resource, scope, ...span })),
      ),
    ),
  );
  const canonical = spans.map((span) => withoutDefaults(span as unknown as Json) as { spanId: string });
  return canonical.sort((a, b) => (a.spanId < b.spanId ? -1 : 1));
}

function list(value: object, key: string): readonly Readonly<Record<string, unknown>>[] {
  return ((value as Record<string, unknown>)[key] ?? []) as Readonly<Record<string, unknown>>[];
}

function withoutDefaults(value: Json, key = ""): Json {
  if (Array.isArray(value)) return value.map((each) => withoutDefaults(each));
  if (value === null || typeof value !== "object") return key === "intValue" ? String(value) : value;
  const members = Object.entries(value).flatMap(([name, member]): [string, Json][] => {
    const kept = withoutDefaults(member, name);
    return isDefault(kept) && !isValue(name) ? [] : [[name, kept]];
  });
  return Object.fromEntries(members);
}

/** The members of `AnyValue` are a choice: one that is there tells its kind by being there. */
function isValue(name: string): boolean {
  return name.endsWith("Value") || name === "value";
}

function isDefault(value: Json): boolean {
  if (value === null || value === 0 || value === "" || value === false || value === "0") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}
