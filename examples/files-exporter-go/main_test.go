package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.com/files-exporter-go/spandock"
)

func TestPluginWritesEveryBatchIntoEveryFile(t *testing.T) {
	folder := t.TempDir()
	paths := []string{filepath.Join(folder, "a"), filepath.Join(folder, "b")}
	var p plugin
	exporters, err := p.TraceExportersFromConfig(fmt.Appendf(nil, "file_paths: [%q, %q]", paths[0], paths[1]), spandock.YAML)
	if err != nil {
		t.Fatal(err)
	}
	for _, exporter := range exporters {
		if _, err := exporter.ExportSpans(batchOf(t, spanNamed("pay"))); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.Stop(); err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		if content, _ := os.ReadFile(path); strings.Count(string(content), "\n") != 1 {
			t.Errorf("%s: %q", path, content)
		}
	}
}

func TestPluginClosesWhatItHasOpenedWhenAFileCannotBeOpened(t *testing.T) {
	folder := t.TempDir()
	missing := filepath.Join(folder, "missing", "b")
	var p plugin
	blob := fmt.Appendf(nil, "file_paths: [%q, %q]", filepath.Join(folder, "a"), missing)
	if _, err := p.TraceExportersFromConfig(blob, spandock.YAML); err == nil || !strings.Contains(err.Error(), missing) {
		t.Errorf("got %v", err)
	}
	if len(p.files) > 0 {
		t.Errorf("%d files are open", len(p.files))
	}
}

func TestPluginReportsEveryErrorOfItsStop(t *testing.T) {
	folder := t.TempDir()
	var p plugin
	for _, name := range []string{"a", "b"} {
		file, err := openAppendFile(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		p.files = append(p.files, file)
	}
	p.files[0].file.Close()
	err := p.Stop()
	if err == nil || !strings.Contains(err.Error(), "sync "+filepath.Join(folder, "a")) {
		t.Errorf("got %v", err)
	}
	if err := p.Stop(); err != nil {
		t.Errorf("again: %v", err)
	}
}

func TestPluginTakesNoConfigButYAML(t *testing.T) {
	var p plugin
	_, err := p.TraceExportersFromConfig([]byte(`{"file_paths":["/a"]}`), spandock.JSON)
	if err == nil || err.Error() != "Only parsing configs of YAML type, got JSON" {
		t.Errorf("got %v", err)
	}
}
