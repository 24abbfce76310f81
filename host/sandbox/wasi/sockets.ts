import type { OnDenied } from "./denied-use.ts";
import { WasiFailure } from "./wasi-failure.ts";

/**
 * The resources of `wasi:sockets`. None is ever made but `Network`, which can do nothing by itself; compiled
 * components want the classes to instantiate.
 */
class Network {}
class TcpSocket {}
class UdpSocket {}
class IncomingDatagramStream {}
class OutgoingDatagramStream {}
class ResolveAddressStream {}

/** `wasi:sockets`: there, so that every toolchain's plugins start, and every use refused. No config grants it. */
export function createSockets(onDenied: OnDenied) {
  const refuse = (asked: string) => (): never => {
    onDenied({ asked });
    throw new WasiFailure("access-denied");
  };
  return {
    "wasi:sockets/instance-network": { instanceNetwork: () => new Network() },
    "wasi:sockets/network": { Network, networkErrorCode: () => undefined },
    "wasi:sockets/ip-name-lookup": {
      ResolveAddressStream,
      resolveAddresses: refuse("resolve a host name through wasi:sockets"),
    },
    "wasi:sockets/tcp": { TcpSocket },
    "wasi:sockets/tcp-create-socket": { createTcpSocket: refuse("create a TCP socket") },
    "wasi:sockets/udp": { UdpSocket, IncomingDatagramStream, OutgoingDatagramStream },
    "wasi:sockets/udp-create-socket": { createUdpSocket: refuse("create a UDP socket") },
  };
}
