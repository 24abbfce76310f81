import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { HttpJob, HttpTally } from "../http-load.ts";

/** "wrk VERSION" where wrk is on the PATH, else undefined. It answers `-v` with its name and a status of 1. */
export function wrkVersion(): string | undefined {
  const { stdout } = spawnSync("wrk", ["-v"], { encoding: "utf8" });
  return /^wrk \S+/.exec(stdout ?? "")?.[0];
}

/**
 * wrk reads the body once and prints a JSON object at the end
 * (https://github.com/wg/wrk/blob/master/SCRIPTING: durations in microseconds, `status` counts answers above 399).
 */
const script = (bodyFile: string) => `local file = assert(io.open(${JSON.stringify(bodyFile)}, "rb"))
wrk.method = "POST"
wrk.body = file:read("*a")
wrk.headers["content-type"] = "application/x-protobuf"
file:close()
done = function(summary, latency)
  local e = summary.errors
  print(string.format('{"answers":%d,"seconds":%.6f,"longestMillis":%.3f,"errors":%d,"refused":%d}',
    summary.requests, summary.duration / 1e6, latency.max / 1e3, e.connect + e.read + e.write + e.timeout, e.status))
end
`;

/** One thread of wrk for some whole seconds. What is under way at the end is cut off and not counted. */
export async function loadWithWrk({ url, body, connections, seconds }: WrkJob): Promise<HttpTally> {
  const folder = mkdtempSync(join(tmpdir(), "spandock-bench-"));
  try {
    const bodyFile = join(folder, "body.bin");
    writeFileSync(bodyFile, body);
    writeFileSync(join(folder, "post.lua"), script(bodyFile));
    const duration = `${Math.ceil(seconds)}s`;
    const { stdout } = await promisify(execFile)("wrk", [
      ...["--threads", "1", "--connections", String(connections), "--duration", duration],
      ...["--timeout", "30s", "--script", join(folder, "post.lua"), url],
    ]);
    const line = stdout.split("\n").find((text) => text.startsWith("{"));
    if (line === undefined) throw new Error(`wrk printed no figures:\n${stdout}`);
    return JSON.parse(line) as HttpTally;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export type WrkJob = HttpJob & { readonly seconds: number };
