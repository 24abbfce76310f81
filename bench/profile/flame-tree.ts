import { type CallFrame, type CpuProfile, idle, selfTimes } from "./cpu-profile.ts";

/** A function as called by those above it, with all that it called. */
export interface Flame {
  readonly callFrame: CallFrame;
  readonly micros: number;
  /** The longest first. */
  readonly children: readonly Flame[];
}

/** What a thread did, without what it waited. The root stands for the thread. */
export function flameTree(profile: CpuProfile): Flame {
  const times = selfTimes(profile);
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const grow = (id: number): Flame => {
    const { callFrame, children = [] } = nodes.get(id)!;
    const grown = children
      .map(grow)
      .filter((child) => child.micros > 0 && child.callFrame.functionName !== idle)
      .sort((a, b) => b.micros - a.micros);
    const inside = grown.reduce((sum, { micros }) => sum + micros, 0);
    return { callFrame, micros: inside + (times.get(id) ?? 0), children: grown };
  };
  return grow(profile.nodes[0]!.id);
}
