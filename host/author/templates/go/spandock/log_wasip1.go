package spandock

import (
	"runtime"
	"unsafe"
)

const isInAgent = true

//go:wasmimport spandock:exporter/log@1.0.0 log
func log(level uint32, message unsafe.Pointer, length uint32, fields unsafe.Pointer, fieldCount uint32)

// writeLog hands one line to the agent. Fields are a list<tuple<string, string>>: address and length of each text.
func writeLog(level uint32, message string, fields []field) {
	list := make([]uint32, 0, 4*len(fields))
	for _, field := range fields {
		list = append(list, textAddress(field.key), uint32(len(field.key)))
		list = append(list, textAddress(field.value), uint32(len(field.value)))
	}
	log(level,
		unsafe.Pointer(unsafe.StringData(message)), uint32(len(message)),
		unsafe.Pointer(unsafe.SliceData(list)), uint32(len(fields)))
	runtime.KeepAlive(message)
	runtime.KeepAlive(fields)
}

func textAddress(text string) uint32 { return address(unsafe.Pointer(unsafe.StringData(text))) }
