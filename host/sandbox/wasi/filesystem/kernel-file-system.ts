import { statfsSync } from "node:fs";
import { withErrorCodes } from "./error-code.ts";

/**
 * File systems that are doors into the kernel or into other processes, by their magic numbers
 * (https://man7.org/linux/man-pages/man2/statfs.2.html).
 */
const kernelFileSystems = new Map([
  [0x9fa0, "proc"],
  [0x62656572, "sysfs"],
  [0x64626720, "debugfs"],
  [0x74726163, "tracefs"],
  [0x73636673, "securityfs"],
  [0x27e0eb, "cgroup"],
  [0x63677270, "cgroup2"],
  [0xcafe4a11, "bpf"],
  [0x1cd1, "devpts"],
  [0xde5e81e4, "efivarfs"],
  [0x42494e4d, "binfmt_misc"],
  [0xf97cff8c, "selinuxfs"],
]);

/**
 * Whether a path lies on one of them. No grant reaches there, not even one of `/`: `/proc/self/mem` is a regular file
 * by its type, and writing to it is writing to the agent.
 */
export function isKernelFileSystem(path: string): boolean {
  return kernelFileSystems.has(withErrorCodes(() => statfsSync(path)).type);
}
