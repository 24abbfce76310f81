import { type ConfigType, type Configured, toContract } from "../guest/plugin.ts";
import { AppendFile } from "./append-file.ts";
import { FileExporter } from "./file-exporter.ts";
import { parseSettings } from "./settings.ts";

const files: AppendFile[] = [];

/** One exporter for each of `file_paths`: every file gets every batch. */
function traceExportersFromConfig(blob: Uint8Array, type: ConfigType): Configured {
  const settings = parseSettings(new TextDecoder().decode(blob), type);
  if ("refused" in settings) return settings;
  for (const path of settings.filePaths) {
    const opened = AppendFile.open(path);
    if ("problem" in opened) {
      closeAll();
      return { refused: opened.problem };
    }
    files.push(opened.file);
  }
  return { exporters: files.map((file) => new FileExporter(file, () => new Date())) };
}

/** Syncs and closes every file, whatever becomes of the others. */
function stop(): string | undefined {
  const problems = files.map((file) => file.sync()).filter((problem) => problem !== undefined);
  closeAll();
  return problems.length === 0 ? undefined : problems.join("\n");
}

function closeAll(): void {
  for (const file of files.splice(0).reverse()) file.close();
}

export const traceExporterPlugin = toContract({ traceExportersFromConfig, stop });
