// The files exporter appends spans to files as JSON lines. Every file gets every batch.
package main

import (
	"errors"
	"fmt"

	"example.com/files-exporter-go/spandock"
)

func init() { spandock.Register(&plugin{}) }

// Never called: the agent loads the component as a library.
func main() {}

type plugin struct {
	files []*appendFile
}

// TraceExportersFromConfig makes one exporter for each of file_paths.
func (p *plugin) TraceExportersFromConfig(blob []byte, configType spandock.ConfigType) ([]spandock.TraceExporter, error) {
	if configType != spandock.YAML {
		return nil, fmt.Errorf("Only parsing configs of YAML type, got %s", configType)
	}
	paths, err := parseConfig(blob)
	if err != nil {
		return nil, err
	}
	if len(paths) == 0 {
		return nil, errors.New("No parsed filepaths")
	}
	var exporters []spandock.TraceExporter
	for _, path := range paths {
		file, err := openAppendFile(path)
		if err != nil {
			return nil, errors.Join(err, p.closeAll())
		}
		p.files = append(p.files, file)
		exporters = append(exporters, newFileExporter(file))
	}
	return exporters, nil
}

// Stop syncs and closes every file, whatever becomes of the others, and reports every error.
func (p *plugin) Stop() error {
	var problems []error
	for _, file := range p.files {
		problems = append(problems, file.Sync())
	}
	return errors.Join(append(problems, p.closeAll())...)
}

func (p *plugin) closeAll() error {
	var problems []error
	for _, file := range p.files {
		problems = append(problems, file.Close())
	}
	p.files = nil
	return errors.Join(problems...)
}
