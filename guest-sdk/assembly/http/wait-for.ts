import { release } from "../component/host-memory";
import { blockOn, dropPollable, pollHandles, subscribeInstant } from "../imports/poll";

const handles = memory.data(8, 4);
const result = memory.data(8, 4);

/**
 * @internal Waits until a pollable is ready, and drops it. False when `deadlineNano` of the monotonic clock came first;
 * without a deadline (0) it waits as long as it takes.
 */
export function waitFor(pollable: i32, deadlineNano: u64): bool {
  if (deadlineNano == 0) {
    blockOn(pollable);
    dropPollable(pollable);
    return true;
  }
  const timer = subscribeInstant(deadlineNano);
  store<i32>(handles, pollable);
  store<i32>(handles, timer, 4);
  pollHandles(handles, 2, result);
  const ready = load<usize>(result);
  const count = load<usize>(result, 4);
  // Indexes come in their order.
  const isReady = count > 0 && load<u32>(ready) == 0;
  release(ready, count * 4);
  dropPollable(timer);
  dropPollable(pollable);
  return isReady;
}
