package spandock

import (
	"context"
	"log/slog"
	"slices"
)

// The agent's log, through log/slog: inside the agent it is slog's default, so slog.Info("message", "key", value) is
// all that a plugin writes. Each line carries the exporter's name by itself. No secrets and no span data belong here.
func init() {
	if isInAgent {
		slog.SetDefault(slog.New(&logHandler{}))
	}
}

// Severities of the contract's log, lowest first.
const (
	levelTrace uint32 = iota
	levelDebug
	levelInfo
	levelWarn
	levelError
	levelCritical
)

type field struct{ key, value string }

// logHandler hands records to the agent. Groups become prefixes of keys: "group.key".
type logHandler struct {
	fields []field
	prefix string
}

func (h *logHandler) Enabled(context.Context, slog.Level) bool { return true }

func (h *logHandler) Handle(_ context.Context, record slog.Record) error {
	fields := slices.Clip(h.fields)
	record.Attrs(func(attr slog.Attr) bool {
		fields = appendAttr(fields, h.prefix, attr)
		return true
	})
	writeLog(contractLevel(record.Level), record.Message, fields)
	return nil
}

func (h *logHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	fields := slices.Clip(h.fields)
	for _, attr := range attrs {
		fields = appendAttr(fields, h.prefix, attr)
	}
	return &logHandler{fields: fields, prefix: h.prefix}
}

func (h *logHandler) WithGroup(name string) slog.Handler {
	if name == "" {
		return h
	}
	return &logHandler{fields: h.fields, prefix: h.prefix + name + "."}
}

func appendAttr(fields []field, prefix string, attr slog.Attr) []field {
	value := attr.Value.Resolve()
	if value.Kind() != slog.KindGroup {
		if attr.Equal(slog.Attr{}) {
			return fields
		}
		return append(fields, field{prefix + attr.Key, value.String()})
	}
	if attr.Key != "" {
		prefix += attr.Key + "."
	}
	for _, member := range value.Group() {
		fields = appendAttr(fields, prefix, member)
	}
	return fields
}

func contractLevel(level slog.Level) uint32 {
	switch {
	case level >= slog.LevelError:
		return levelError
	case level >= slog.LevelWarn:
		return levelWarn
	case level >= slog.LevelInfo:
		return levelInfo
	case level >= slog.LevelDebug:
		return levelDebug
	default:
		return levelTrace
	}
}
