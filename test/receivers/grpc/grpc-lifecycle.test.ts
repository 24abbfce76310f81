import { Metadata, status } from "@grpc/grpc-js";
import { describe, expect, it } from "vitest";
import type { Clock } from "../../../host/contract/index.ts";
import { startGrpcReceiver } from "../receiver-harness.ts";
import { asIs, call, checkPath, clientOf, errorOf, watchPath } from "./call.ts";

describe("health over gRPC", () => {
  const named = (service: string) => Buffer.from([0x0a, service.length, ...Buffer.from(service)]);
  const [serving, notServing, unknown] = [1, 2, 3].map((code) => Buffer.from([8, code]));

  it("answers for the server and for the trace service, without a token", async () => {
    const { port } = await startGrpcReceiver({ auth: { bearerTokens: ["t"] } });
    expect(await call(port, { path: checkPath, body: new Uint8Array() })).toEqual(serving);
    const body = named("opentelemetry.proto.collector.trace.v1.TraceService");
    expect(await call(port, { path: checkPath, body })).toEqual(serving);
    expect(await errorOf(port, { path: checkPath, body: named("other") })).toMatchObject({
      code: status.NOT_FOUND,
    });
    expect(await errorOf(port, { path: checkPath, body: Buffer.from([0x0a, 9]) })).toMatchObject({
      code: status.INVALID_ARGUMENT,
    });
  });

  it("tells watchers when the receiver goes away", async () => {
    const { port, receiver } = await startGrpcReceiver();
    const watch = (body: Buffer) => {
      const stream = clientOf(port).makeServerStreamRequest(watchPath, asIs, asIs, body, new Metadata());
      const seen: Buffer[] = [];
      const first = new Promise<void>((resolve) => {
        stream.on("data", (message: Buffer) => {
          seen.push(message);
          resolve();
        });
      });
      const ended = new Promise<void>((resolve, reject) => stream.on("end", resolve).on("error", reject));
      return { seen, first, ended };
    };
    const whole = watch(Buffer.alloc(0));
    const other = watch(named("other"));
    await Promise.all([whole.first, other.first]);
    await Promise.all([receiver.stop(), whole.ended, other.ended]);
    expect(whole.seen).toEqual([serving, notServing]);
    expect(other.seen[0]).toEqual(unknown);
  });
});

describe("stopping the OTLP/gRPC receiver", () => {
  it("finishes open calls and takes no new ones", async () => {
    const { receiver, port, consumer } = await startGrpcReceiver();
    let release: () => void = () => {};
    const arrived = new Promise<void>((resolve) => {
      consumer.answer = () => {
        resolve();
        return new Promise((queued) => {
          release = () => queued({ kind: "queued" });
        });
      };
    });
    const answered = call(port);
    await arrived;
    const stopped = receiver.stop();
    expect(await errorOf(port)).toMatchObject({ code: status.UNAVAILABLE });
    release();
    expect(await answered).toHaveLength(0);
    await stopped;
    await receiver.stop();
  });

  it("cuts calls that outlast its time", async () => {
    let expire: () => void = () => {};
    const clock: Clock = {
      now: () => 0,
      monotonic: () => 0,
      after(_, callback) {
        expire = callback;
        return { cancel() {} };
      },
    };
    const { receiver, port, consumer } = await startGrpcReceiver({ clock });
    const arrived = new Promise<void>((resolve) => {
      consumer.answer = () => {
        resolve();
        return new Promise(() => {});
      };
    });
    const cut = errorOf(port);
    await arrived;
    const stopped = receiver.stop();
    expire();
    await stopped;
    expect([status.UNAVAILABLE, status.CANCELLED, status.INTERNAL]).toContain((await cut).code);
  });
});
