package main

import "io"

const (
	pieceBytes = 256 << 10
	// keptPieces stay between two batches.
	keptPieces = 16
)

// pieces holds the text of a batch. One buffer would be copied as it grows, and the plugin's memory has no room for two
// of a large batch side by side.
type pieces struct {
	list [][]byte
	used int
}

// Write never fails.
func (p *pieces) Write(text []byte) (int, error) {
	length := len(text)
	for len(text) > 0 {
		if p.used == 0 || len(p.list[p.used-1]) == pieceBytes {
			p.next()
		}
		last := &p.list[p.used-1]
		fits := min(len(text), pieceBytes-len(*last))
		*last = append(*last, text[:fits]...)
		text = text[fits:]
	}
	return length, nil
}

func (p *pieces) writeString(text string) { p.Write([]byte(text)) }

func (p *pieces) next() {
	if p.used == len(p.list) {
		p.list = append(p.list, make([]byte, 0, pieceBytes))
	}
	p.used++
}

func (p *pieces) isEmpty() bool { return p.used == 0 }

func (p *pieces) reset() {
	if len(p.list) > keptPieces {
		clear(p.list[keptPieces:])
		p.list = p.list[:keptPieces]
	}
	for i := range p.list {
		p.list[i] = p.list[i][:0]
	}
	p.used = 0
}

// writeTo ends at the first error.
func (p *pieces) writeTo(destination io.Writer) error {
	for _, piece := range p.list[:p.used] {
		if _, err := destination.Write(piece); err != nil {
			return err
		}
	}
	return nil
}
