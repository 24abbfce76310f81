import fc from "fast-check";
import protobuf from "protobufjs";
import type { Batch } from "../../../host/contract/index.ts";

/**
 * The wrappers of OTLP's request around messages that stay bytes, and a field 99 that no version of OTLP has: an
 * independent decoder that shows whether anything changed.
 */
const root = protobuf.parse(`
syntax = "proto3";
message Request { repeated Resource resources = 1; string extra = 99; }
message Resource { bytes resource = 1; repeated Scope scopes = 2; string schemaUrl = 3; string extra = 99; }
message Scope { bytes scope = 1; repeated bytes spans = 2; string schemaUrl = 3; string extra = 99; }
`).root;
const request = root.lookupType("Request");

export interface ScopeTree {
  readonly scope?: string;
  readonly spans?: readonly string[];
  readonly schemaUrl?: string;
  readonly extra?: string;
}

export interface ResourceTree {
  readonly resource?: string;
  readonly scopes?: readonly ScopeTree[];
  readonly schemaUrl?: string;
  readonly extra?: string;
}

export interface RequestTree {
  readonly resources?: readonly ResourceTree[];
  readonly extra?: string;
}

const toBytes = (text: string | undefined) => (text === undefined ? undefined : Buffer.from(text));

export function encodeTree(tree: RequestTree): Batch {
  const resources = (tree.resources ?? []).map((resource) => ({
    ...resource,
    resource: toBytes(resource.resource),
    scopes: (resource.scopes ?? []).map((scope) => ({
      ...scope,
      scope: toBytes(scope.scope),
      spans: (scope.spans ?? []).map(toBytes),
    })),
  }));
  const spans = request.encode(request.create({ ...tree, resources })).finish();
  return { spans: Uint8Array.from(spans), spanCount: flatten(tree).length };
}

export function decodeTree(batch: Batch): RequestTree {
  const bytes = Uint8Array.from(batch.spans);
  return withText(request.toObject(request.decode(bytes))) as RequestTree;
}

function withText(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString();
  if (Array.isArray(value)) return value.map(withText);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withText(member)]));
}

/** Every span with all that it stands in. */
export const flatten = (tree: RequestTree) =>
  (tree.resources ?? []).flatMap(({ scopes, ...resource }) =>
    (scopes ?? []).flatMap(({ spans, ...scope }) => (spans ?? []).map((span) => ({ resource, scope, span }))),
  );

const text = fc.string({ minLength: 1, maxLength: 8, unit: "grapheme-ascii" });
const optional = { requiredKeys: [] };
const scopes = fc.record(
  {
    scope: text,
    spans: fc.array(fc.string({ minLength: 1, maxLength: 200, unit: "grapheme-ascii" }), {
      minLength: 1,
      maxLength: 5,
    }),
    schemaUrl: text,
    extra: text,
  },
  optional,
);
const resources = fc.record(
  { resource: text, scopes: fc.array(scopes, { minLength: 1, maxLength: 3 }), schemaUrl: text, extra: text },
  optional,
);

export const trees: fc.Arbitrary<RequestTree> = fc.record(
  { resources: fc.array(resources, { minLength: 1, maxLength: 4 }), extra: text },
  optional,
);

/** A batch of `count` spans named `<name>0`, `<name>1` … in one resource and scope. */
export const spanBatch = (name: string, count: number): Batch =>
  encodeTree({
    resources: [
      {
        resource: "r",
        scopes: [{ scope: "s", spans: Array.from({ length: count }, (_, at) => `${name}${at}`) }],
      },
    ],
  });

export const spanNames = (batch: Batch) => flatten(decodeTree(batch)).map(({ span }) => span);
