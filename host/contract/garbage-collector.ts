/** The garbage collector of the process, for those who know better than it when there is something to find. */
export interface GarbageCollector {
  /** Frees all that nobody refers to. Without it, memory of batches that are gone stays until V8 has its own reason. */
  collectAll(): void;
  /** Frees what became garbage soon after it was made: a fraction of a millisecond, however large the heap is. */
  collectYoung(): void;
}
