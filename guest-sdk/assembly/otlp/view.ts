import { Range } from "../wire/range";

/** A message of the batch, read where it lies. Valid until the export call ends. */
export abstract class View {
  /** The bytes: protobuf, without tag and length. */
  constructor(readonly encoded: Range) {}
}
