// {{name}} writes one line for each span: service, name and duration.
package main

import (
	"log/slog"
	"os"

	"example.com/{{name}}/spandock"
)

func init() { spandock.Register(plugin{}) }

// Never called: the agent loads the component as a library.
func main() {}

type plugin struct{}

// TraceExportersFromConfig makes the exporters of one config; each of them gets every batch.
func (plugin) TraceExportersFromConfig(blob []byte, configType spandock.ConfigType) ([]spandock.TraceExporter, error) {
	if configType == spandock.YAML {
		json, err := spandock.YAMLToJSON(blob)
		if err != nil {
			return nil, err
		}
		blob = json
	}
	config, err := parseConfig(blob)
	if err != nil {
		return nil, err
	}
	slog.Info("started", "prefix", config.Prefix)
	return []spandock.TraceExporter{&exporter{prefix: config.Prefix, out: os.Stdout}}, nil
}

// Stop is called once, after the last batch. There is nothing to flush or close here.
func (plugin) Stop() error { return nil }
