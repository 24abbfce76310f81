module example.com/files-exporter-go

go 1.24.0

require (
	go.opentelemetry.io/proto/slim/otlp v1.10.0
	go.yaml.in/yaml/v4 v4.0.0
	google.golang.org/protobuf v1.36.12
)
