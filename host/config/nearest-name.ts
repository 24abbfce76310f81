/** The known name that was most likely meant: at most two slips away, and fewer slips than half of its letters. */
export function nearestName(written: string, known: readonly string[]): string | undefined {
  let best: { readonly name: string; readonly slips: number } | undefined;
  for (const name of known) {
    const slips = countSlips(written.toLowerCase().replaceAll("-", "_"), name.toLowerCase());
    if (slips <= 2 && slips * 2 < name.length && (best === undefined || slips < best.slips))
      best = { name, slips };
  }
  return best?.name;
}

/**
 * Letters to insert, delete, replace, or swap with their neighbour (optimal string alignment distance); 3 stands for
 * 3 and more where the lengths alone tell.
 */
function countSlips(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let slips = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        slips = Math.min(slips, beforeLast[j - 2]! + 1);
      }
      row.push(slips);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}
