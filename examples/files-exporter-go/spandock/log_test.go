package spandock

import (
	"log/slog"
	"reflect"
	"testing"
)

func TestAppendAttrFlattensGroups(t *testing.T) {
	attrs := []slog.Attr{
		slog.Int("n", 3),
		slog.Group("g", slog.String("a", "b"), slog.Group("h", slog.Bool("c", true))),
		{},
	}
	handler := (&logHandler{}).WithGroup("p").WithAttrs(attrs).(*logHandler)
	want := []field{{"p.n", "3"}, {"p.g.a", "b"}, {"p.g.h.c", "true"}}
	if !reflect.DeepEqual(handler.fields, want) {
		t.Errorf("got %v", handler.fields)
	}
}

func TestContractLevelRoundsDown(t *testing.T) {
	for level, want := range map[slog.Level]uint32{
		slog.LevelError + 4: levelError,
		slog.LevelWarn + 1:  levelWarn,
		slog.LevelInfo:      levelInfo,
		slog.LevelDebug:     levelDebug,
		slog.LevelDebug - 1: levelTrace,
	} {
		if got := contractLevel(level); got != want {
			t.Errorf("%v: got %d, want %d", level, got, want)
		}
	}
}
