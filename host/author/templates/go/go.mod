module example.com/{{name}}

go 1.24.0

require (
	go.opentelemetry.io/proto/slim/otlp v1.10.0
	google.golang.org/protobuf v1.36.12
)
