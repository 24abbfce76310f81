import { release } from "../component/host-memory";
import { consumeResponse, dropIncomingBody, streamOfBody } from "../imports/http";
import { dropError, dropInputStream, readStream, subscribeToInput } from "../imports/streams";
import { ByteBuffer } from "../json/byte-buffer";
import { waitFor } from "./wait-for";

const result = memory.data(12, 4);

/** @internal The beginning of a response's body. */
export class ReadBody {
  constructor(
    readonly bytes: Uint8Array,
    readonly isCut: bool,
  ) {}
}

/** @internal Reads the body of a response, at most `maxBytes` of it. What breaks off or comes too late is cut. */
export function readBody(response: i32, maxBytes: u32, deadlineNano: u64): ReadBody {
  consumeResponse(response, result);
  if (load<u8>(result) != 0) return new ReadBody(new Uint8Array(0), true);
  const body = load<i32>(result, 4);
  streamOfBody(body, result);
  const stream = load<i32>(result, 4);
  const buffer = new ByteBuffer(1024);
  const isWhole = readAll(stream, buffer, maxBytes, deadlineNano);
  dropInputStream(stream);
  dropIncomingBody(body);
  const bytes = new Uint8Array(buffer.byteLength);
  memory.copy(bytes.dataStart, buffer.address, buffer.byteLength);
  return new ReadBody(bytes, !isWhole);
}

/** Whether the end was reached. */
function readAll(stream: i32, buffer: ByteBuffer, maxBytes: u32, deadlineNano: u64): bool {
  while (true) {
    const left = maxBytes - <u32>buffer.byteLength;
    // One byte more than is wanted tells whether there is more.
    readStream(stream, <u64>left + 1, result);
    if (load<u8>(result) != 0) {
      const isEnd = load<u8>(result, 4) == 1;
      if (!isEnd) dropError(load<i32>(result, 8));
      return isEnd;
    }
    const address = load<usize>(result, 4);
    const byteLength = load<usize>(result, 8);
    const taken = min(byteLength, <usize>left);
    const to = buffer.room(taken);
    memory.copy(to, address, taken);
    buffer.wroteTo(to + taken);
    release(address, byteLength);
    if (byteLength > <usize>left) return false;
    if (byteLength == 0 && !waitFor(subscribeToInput(stream), deadlineNano)) return false;
  }
}
