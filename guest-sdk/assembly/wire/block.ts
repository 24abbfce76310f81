/** Reading in blocks, which may reach behind the end of a text, but not beyond the memory. */
export class Block {
  /** Whether that many bytes, 1 or more, can be read from here on. */
  @inline static isReadable(from: usize, bytes: usize): bool {
    return from <= ((<usize>memory.size()) << 16) - bytes;
  }
}
