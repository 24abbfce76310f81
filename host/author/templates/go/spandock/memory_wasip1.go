package spandock

import "unsafe"

// received keeps the memory that the host has filled, until the call that it is for has ended.
var received []unsafe.Pointer

// early is the memory of the WASI adapter: it asks for its state (64 KiB) and its stack (64 KiB) at the first WASI
// call, which the Go runtime makes while it starts and can't allocate yet. It must not take it with memory.grow, which
// Go's runtime holds to be its own alone.
var early [3 << 16 / 8]uint64
var earlyUsed uint32
var isStarted bool

func init() { isStarted = true }

// cabiRealloc is how the host gets memory for arguments, and for results of imported functions.
//
//go:wasmexport cabi_realloc
func cabiRealloc(old unsafe.Pointer, oldSize, align, newSize uint32) unsafe.Pointer {
	if !isStarted {
		return allocateEarly(newSize)
	}
	// uint64 holds the largest alignment there is (8), and no pointers.
	words := make([]uint64, (newSize+7)/8+1)
	memory := unsafe.Pointer(unsafe.SliceData(words))
	copy(bytesAt(memory, newSize), bytesAt(old, min(oldSize, newSize)))
	received = append(received, memory)
	return memory
}

//go:nosplit
func allocateEarly(size uint32) unsafe.Pointer {
	at := earlyUsed
	earlyUsed += (size + 7) &^ 7
	if earlyUsed > uint32(len(early)*8) {
		panic("spandock: the WASI adapter wants more memory than expected")
	}
	return unsafe.Pointer(&early[at/8])
}
