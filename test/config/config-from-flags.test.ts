import { expect, it } from "vitest";
import { type ConfigFlags, configFromFlags } from "../../host/config/index.ts";
import { defaultLimits } from "../../host/contract/index.ts";
import { errorsOf, fakeFiles } from "./config-fixture.ts";

const files = fakeFiles({
  "/work/files.yaml": "# all of it\nfile_paths:\n  - ${env:OUT}/a.jsonl\n",
  "/work/more.json": '{ "a": "${env:OUT}" }',
  "/work/broken.yaml": "a: [",
  "/work/other.json": "{",
});
const flags = (more: Partial<ConfigFlags>): ConfigFlags => ({
  plugins: [{ file: "build/files-exporter.wasm" }],
  env: { OUT: "/out", HOME: "/root" },
  cwd: "/work",
  files,
  ...more,
});

it("a plugin alone gives an agent on loopback with one exporter, named after its file", () => {
  const config = configFromFlags(flags({}));
  expect(config.file).toBeUndefined();
  expect([...config.exporters.keys()]).toEqual(["files-exporter"]);
  const exporter = config.exporters.get("files-exporter");
  expect(exporter).toMatchObject({ pluginFile: "/work/build/files-exporter.wasm", limits: defaultLimits });
  expect(exporter?.permissions).toBeUndefined();
  expect(exporter?.config.blob).toHaveLength(0);
  const { http, grpc } = config.receivers.get("otlp")!;
  expect([http?.endpoint, grpc?.endpoint]).toEqual([
    { host: "127.0.0.1", port: 4318 },
    { host: "127.0.0.1", port: 4317 },
  ]);
  expect(config.service.pipelines.traces).toEqual({
    receivers: ["otlp"],
    exporters: ["files-exporter"],
    fanOut: "all",
  });
});

it("a plugin's config file reaches it whole, with references filled in, and its type by its ending", () => {
  const plugins = [
    { file: "a.wasm", configFile: "files.yaml" },
    { file: "b.wasm", configFile: "more.json" },
  ];
  const configs = [...configFromFlags(flags({ plugins })).exporters.values()].map(({ config }) => config);
  expect(configs.map(({ blob, type }) => [type, new TextDecoder().decode(blob)])).toEqual([
    ["yaml", '# all of it\nfile_paths:\n  - "/out/a.jsonl"\n'],
    ["json", '{ "a": "/out" }'],
  ]);
});

it("plugins of one name get names of their own", () => {
  const plugins = ["a/x.wasm", "b/x.wasm", "c/--.wasm", "d/ä b.wasm"].map((file) => ({ file }));
  expect([...configFromFlags(flags({ plugins })).exporters.keys()]).toEqual(["x", "x-2", "plugin", "b"]);
});

it("permissions go to every plugin, and a directory has the same path inside as outside", () => {
  const plugins = [{ file: "a.wasm" }, { file: "b.wasm" }];
  const { exporters } = configFromFlags(
    flags({
      plugins,
      allowRead: ["in", "out"],
      allowWrite: ["out"],
      allowHttp: ["https://c.example"],
      allowEnv: ["HOME"],
    }),
  );
  for (const { permissions } of exporters.values()) {
    expect(permissions).toEqual({
      directories: [
        { guestPath: "/work/in", hostPath: "/work/in", access: "read" },
        { guestPath: "/work/out", hostPath: "/work/out", access: "write" },
      ],
      http: ["https://c.example:443"],
      env: { HOME: "/root" },
    });
  }
});

it("a granted variable that is not set is warned of", () => {
  const { warnings } = configFromFlags(flags({ allowEnv: ["GONE", "HOME"] }));
  expect(warnings.map(({ message }) => message)).toEqual([
    "--allow-env GONE: it is not set, so no plugin will see it",
  ]);
});

it("every problem of the flags is reported", () => {
  const errors = errorsOf(() =>
    configFromFlags(
      flags({
        plugins: [
          { file: "a.txt", configFile: "gone.yaml" },
          { file: "b.wasm", configFile: "broken.yaml" },
        ],
        allowHttp: ["c.example"],
      }),
    ),
  );
  expect(errors.map(({ code, message }) => `${code} ${message.split(":")[0]}`)).toEqual([
    "USAGE --allow-http",
    "PLUGIN_NOT_READABLE --plugin a.txt",
    "CONFIG_NOT_READABLE gone.yaml",
    "CONFIG_SYNTAX broken.yaml",
  ]);
});

it("without any plugin there is nothing to run", () => {
  expect(errorsOf(() => configFromFlags(flags({ plugins: [] })))[0]?.code).toBe("USAGE");
});
