import type { AdminSource } from "./admin-source.ts";
import type { PluginStore } from "./plugin-store.ts";
import { RequestRefused } from "./request-refused.ts";
import { json, type Route } from "./route.ts";

const wasm = {
  method: "POST",
  access: "change",
  bodyType: "application/wasm",
  maxBodyBytes: 64 * 1024 * 1024,
} as const satisfies Partial<Route>;

/** Plugin files: looked into, and kept for an exporter's entry. Neither runs anything of them. */
export function pluginRoutes(source: AdminSource, store: PluginStore): readonly Route[] {
  return [
    {
      ...wasm,
      path: "/api/v1/inspect",
      handle: ({ body }) => json(source.inspect(body, "the uploaded file")),
    },
    {
      ...wasm,
      path: "/api/v1/plugins",
      async handle({ body, query }) {
        const name = query.get("name") ?? "plugin";
        if (!/^[A-Za-z0-9_-]{1,64}$/.test(name)) {
          const expected = "expected 1 to 64 letters, digits, - and _";
          throw new RequestRefused(400, `name: ${expected}, found ${JSON.stringify(name.slice(0, 60))}`);
        }
        const inspection = source.inspect(body, name);
        return json({ file: await store.keep({ name, bytes: body, inspection }), inspection });
      },
    },
  ];
}
