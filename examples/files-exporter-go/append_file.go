package main

import "os"

// appendFile is a file that is written at its end.
type appendFile struct {
	path      string
	file      *os.File
	hasFailed bool
}

func openAppendFile(path string) (*appendFile, error) {
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, err
	}
	return &appendFile{path: path, file: file}, nil
}

// Write opens a file that has failed before anew: in WASI the stream behind a descriptor is closed for good by its
// first error, even where a disk was only full for a while.
func (f *appendFile) Write(data []byte) (int, error) {
	if f.hasFailed {
		if err := f.reopen(); err != nil {
			return 0, err
		}
	}
	n, err := f.file.Write(data)
	f.hasFailed = err != nil
	return n, err
}

func (f *appendFile) reopen() error {
	opened, err := openAppendFile(f.path)
	if err != nil {
		return err
	}
	f.file.Close() // its error was reported by the write that failed
	f.file = opened.file
	return nil
}

func (f *appendFile) Sync() error { return f.file.Sync() }

func (f *appendFile) Close() error { return f.file.Close() }
