// Stores batches as fast as it can and says so on stdout, until it is killed.
// node kill-child.mjs DIRECTORY NAME
import { writeSync } from "node:fs";
import { silentLogger, systemClock } from "../../../dist/host/contract/index.js";
import { SegmentStore } from "../../../dist/host/pipeline/storage/index.js";

const [directory, name] = process.argv.slice(2);
const store = new SegmentStore({
  directory,
  fsync: "never",
  clock: systemClock,
  logger: silentLogger,
  segmentBytes: 20_000,
});
await store.open();

async function storeForEver(worker) {
  for (let number = 0; ; number += 1) {
    const id = `${name}-${worker}-${number}`;
    const spans = new TextEncoder().encode(id.padEnd(20 + ((number * 37) % 900), "."));
    const sequence = await store.append({ spans, spanCount: 1 });
    writeSync(1, `stored ${id}\n`);
    if (number % 3 === 0) continue;
    writeSync(1, `acknowledged ${id}\n`);
    store.acknowledge(sequence);
  }
}

for (let worker = 0; worker < 6; worker += 1) void storeForEver(worker);
