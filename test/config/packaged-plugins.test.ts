import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { locatePlugin, packagedPlugins } from "../../host/config/index.ts";
import { configWith, errorsOf, fakeFiles, parsed } from "./config-fixture.ts";

const withPlugin = (plugin: string) => configWith({}).replace("./files.wasm", plugin);
const docs = readFileSync(new URL("../../docs/config.md", import.meta.url), "utf8");

describe("a plugin that comes with the agent", () => {
  it.each(packagedPlugins)("%s is found by its name, wherever the config lies", (name) => {
    const { exporters } = parsed(withPlugin(`spandock:${name}`));
    const file = exporters.get("files")!.pluginFile;
    expect(file).toMatch(new RegExp(`/dist/plugins/${name}\\.wasm$`));
    // Put there by the build.
    expect(existsSync(file)).toBe(true);
  });

  it("whose name there is none of is refused with those there are, and with the one that was meant", () => {
    const [error] = errorsOf(() => parsed(withPlugin("spandock:otlp-htp")));
    expect(error).toMatchObject({ code: "PLUGIN_NOT_READABLE", fix: "Write spandock:otlp-http instead." });
    expect(error!.message).toBe(
      'agent.yaml:7:13: exporters.files.plugin: expected one of spandock:debug, spandock:files, spandock:otlp-http, spandock:zipkin, found "spandock:otlp-htp"',
    );
    expect(errorsOf(() => parsed(withPlugin('"spandock:"')))[0]!.code).toBe("PLUGIN_NOT_READABLE");
  });

  it("is refused when the package lacks it", () => {
    const files = { ...fakeFiles(), isFile: () => false };
    expect(errorsOf(() => parsed(withPlugin("spandock:zipkin"), { files }))[0]!.message).toContain(
      "dist/plugins/zipkin.wasm",
    );
  });

  it("leaves paths as they were, also one that looks alike", () => {
    expect(locatePlugin("./spandock:zipkin", "/base")).toEqual({ file: "/base/spandock:zipkin" });
    expect(locatePlugin("/a/b.wasm", "/base")).toEqual({ file: "/a/b.wasm" });
  });

  it("is in the table of docs/config.md", () => {
    const named = [...docs.matchAll(/^\| `spandock:([a-z-]+)`/gm)].map(([, name]) => name!);
    expect(named.sort()).toEqual([...packagedPlugins].sort());
  });
});
