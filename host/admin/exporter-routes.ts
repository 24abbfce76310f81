import { type Change, type ExporterControl, type ReloadOptions, SpandockError } from "../contract/index.ts";
import { parseChangeRequest } from "./change-request.ts";
import { RequestRefused } from "./request-refused.ts";
import { type Call, json, type Route } from "./route.ts";

const collection = "/api/v1/exporters";
const one = `${collection}/{name}`;

/** Exporters: seen, added, removed, reloaded, switched on and off. Each answers when the change is in force. */
export function exporterRoutes(exporters: ExporterControl): readonly Route[] {
  return [
    {
      method: "GET",
      path: collection,
      access: "read",
      handle: () => json({ exporters: exporters.list() }),
    },
    { method: "GET", path: one, access: "read", handle: ({ parameters }) => json(find(parameters.name!)) },
    change("PUT", one, ["entry", "persist"], (name, { entry, ...options }) => {
      if (entry === undefined) throw new RequestRefused(400, "expected the key entry, found no such key");
      return exporters.add(name, entry, options);
    }),
    change("DELETE", one, ["persist"], (name, options) => exporters.remove(name, options)),
    change("POST", `${one}/reload`, ["entry", "canaryShare", "persist"], (name, options) =>
      exporters.reload(name, options),
    ),
    change("POST", `${one}/enable`, ["persist"], (name, options) => exporters.enable(name, options)),
    change("POST", `${one}/disable`, ["persist"], (name, options) => exporters.disable(name, options)),
  ];

  function find(name: string) {
    const views = exporters.list();
    const view = views.find((each) => each.name === name);
    if (view !== undefined) return view;
    const known = views.map((each) => each.name).join(", ") || "none";
    throw new SpandockError("EXPORTER_UNKNOWN", {
      message: `there is no exporter "${name}"; there are: ${known}`,
    });
  }
}

function change(
  method: Route["method"],
  path: string,
  keys: Parameters<typeof parseChangeRequest>[1],
  make: (name: string, options: ReloadOptions) => Promise<Change>,
): Route {
  const handle = async ({ parameters, body }: Call) =>
    json(await make(parameters.name!, parseChangeRequest(body, keys)));
  return { method, path, access: "change", handle };
}
