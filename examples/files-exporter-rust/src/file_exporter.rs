use crate::append_file::AppendFile;
use crate::exports::spandock::exporter::trace_exporter_plugin::{
    Accepted, Failure, GuestTraceExporter, SpanBatch,
};
use crate::line::lines_of;
use crate::spandock::exporter::types::Retryable;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use prost::Message;
use std::rc::Rc;
use std::time::SystemTime;

/// Appends each resource of a batch to a file as one JSON line.
pub struct FileExporter {
    file: Rc<AppendFile>,
}

impl FileExporter {
    pub fn new(file: Rc<AppendFile>) -> Self {
        Self { file }
    }
}

impl GuestTraceExporter for FileExporter {
    fn export_spans(&self, batch: SpanBatch) -> Result<Accepted, Failure> {
        let request = ExportTraceServiceRequest::decode(batch.spans.as_slice())
            .map_err(|error| Failure::Permanent(format!("malformed OTLP protobuf: {error}")))?;
        if !request.resource_spans.is_empty() {
            self.file
                .write_lines(&lines_of(&request.resource_spans, SystemTime::now()))
                .map_err(|message| {
                    Failure::Retryable(Retryable {
                        message,
                        retry_after_ms: None,
                    })
                })?;
        }
        Ok(Accepted {
            rejected_spans: 0,
            message: None,
        })
    }
}
