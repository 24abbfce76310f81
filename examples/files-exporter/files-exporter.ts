import { Config, ConfigResult, ConfigType, File, TraceExporter } from "@spandock/guest-sdk";
import { FileExporter } from "./file-exporter";

const files: File[] = [];

/** One exporter for each of `file_paths`: every file gets every batch. */
export function traceExportersFromConfig(config: Config): ConfigResult {
  if (config.type != ConfigType.Yaml) {
    return ConfigResult.err("Only parsing configs of YAML type, got " + config.typeName);
  }
  const root = config.parse();
  root.onlyKeys(["file_paths"]);
  const paths = root.get("file_paths").texts();
  if (config.problems.length > 0) return config.refuse();
  if (paths.length == 0) return ConfigResult.err("No parsed filepaths");

  const exporters: TraceExporter[] = [];
  for (let i = 0; i < paths.length; i++) {
    const opened = File.append(paths[i]);
    const file = opened.file;
    if (file === null) {
      closeAll();
      return ConfigResult.err(opened.error!.toString());
    }
    files.push(file);
    exporters.push(new FileExporter(file));
  }
  return ConfigResult.ok(exporters);
}

/** Syncs and closes every file, whatever becomes of the others. */
export function stop(): string | null {
  const errors: string[] = [];
  for (let i = 0; i < files.length; i++) {
    const error = files[i].sync();
    if (error !== null) errors.push(error.toString());
  }
  closeAll();
  return errors.length == 0 ? null : errors.join("\n");
}

function closeAll(): void {
  while (files.length > 0) files.pop().close();
}
