package spandock

import (
	"os"
	"runtime/debug"
)

// softLimit keeps the heap below limits.memory of the agent's config, which is 64 MiB by default and not told to the
// plugin: without it the collector waits until the heap has doubled, and a large batch ends in "out of memory".
const softLimit = 40 << 20

// Users that raise limits.memory set GOMEMLIMIT, and grant it: permissions: { env: [GOMEMLIMIT] }.
func init() {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(softLimit)
	}
}
