/** What a receiver has done since it was made. Plain counts; they only grow. */
export interface ReceiverStats {
  /** Requests and spans that every exporter's queue has. A request without spans counts as accepted. */
  acceptedRequests: number;
  acceptedSpans: number;
  /** Turned away by the pipeline: the sender was told to try again. */
  refusedRequests: number;
  refusedSpans: number;
  /** Turned away for good: the sender was told not to try again. */
  rejectedRequests: number;
  rejectedSpans: number;
  /** The sender's fault: not OTLP, too large, another encoding, method or path. */
  invalidRequests: number;
  /** Without a valid token, user or password. */
  unauthorizedRequests: number;
  /** The sender went away, or was too slow, before its request was whole. */
  abortedRequests: number;
  /** The agent's own fault: the pipeline threw, or memory ran out. */
  failedRequests: number;
  failedSpans: number;
  /** Bytes of OTLP protobuf after decompression, in requests that were whole and well-formed. */
  receivedBytes: number;
}

export function createReceiverStats(): ReceiverStats {
  return {
    acceptedRequests: 0,
    acceptedSpans: 0,
    refusedRequests: 0,
    refusedSpans: 0,
    rejectedRequests: 0,
    rejectedSpans: 0,
    invalidRequests: 0,
    unauthorizedRequests: 0,
    abortedRequests: 0,
    failedRequests: 0,
    failedSpans: 0,
    receivedBytes: 0,
  };
}
