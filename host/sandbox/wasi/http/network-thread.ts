import { workerData } from "node:worker_threads";
import type { NetworkThreadData, ToNetwork } from "./exchange-messages.ts";
import { Network } from "./network.ts";

/** Entry of the thread that talks to the network for one plugin, whose own thread is blocked meanwhile. */
const { port, wake, origins, injectHeaders } = workerData as NetworkThreadData;

const network = new Network({
  origins,
  injectHeaders,
  send(message) {
    port.postMessage(message);
    Atomics.add(wake, 0, 1);
    Atomics.notify(wake, 0);
  },
});
port.on("message", (message: ToNetwork) => network.receive(message));
port.on("close", () => network.stop());
