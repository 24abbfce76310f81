import { Range } from "../wire/range";

/** A message of the batch, read where it lies. Valid until the export call ends. */
export abstract class View {
  /** A view on the message that lies in these bytes. */
  constructor(
    /** The message's bytes: protobuf, without tag and length. */
    readonly encoded: Range,
  ) {}
}
