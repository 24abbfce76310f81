/**
 * Memory that crosses the border. What the host hands in, and what it reads from us, lies outside the garbage
 * collector's reach: whoever takes it frees it.
 */

/** The canonical ABI's `realloc`: the host asks here for room to put arguments and results. */
export function cabiRealloc(address: usize, oldSize: usize, align: u32, newSize: usize): usize {
  if (newSize == 0) return <usize>align;
  return oldSize == 0 ? heap.alloc(newSize) : heap.realloc(address, newSize);
}

/** Frees what `cabiRealloc` or `lowerText` gave. */
export function release(address: usize, byteLength: usize): void {
  if (byteLength != 0) heap.free(address);
}

/** Takes a text that the host handed in: copies it and frees the original. */
export function liftText(address: usize, byteLength: usize): string {
  const text = String.UTF8.decodeUnsafe(address, byteLength);
  release(address, byteLength);
  return text;
}

/** A text in UTF-8, for the host to read. Freed with `free`. Lone surrogates become U+FFFD. */
export class LoweredText {
  readonly address: usize;
  readonly byteLength: usize;

  constructor(text: string) {
    this.byteLength = <usize>String.UTF8.byteLength(text);
    this.address = cabiRealloc(0, 0, 1, this.byteLength);
    String.UTF8.encodeUnsafe(
      changetype<usize>(text),
      text.length,
      this.address,
      false,
      String.UTF8.ErrorMode.REPLACE,
    );
  }

  free(): void {
    release(this.address, this.byteLength);
  }
}
