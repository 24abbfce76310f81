//! What the agent calls.

mod config;
mod span_lines;

use crate::config::Config;
use crate::exports::spandock::exporter::trace_exporter_plugin::{
    Accepted, ConfigType, Failure, Guest, GuestTraceExporter, SpanBatch, TraceExporter,
};
use crate::span_lines::span_lines;
use crate::spandock::exporter::config::yaml_to_json;
use crate::spandock::exporter::log::{Level, log};

wit_bindgen::generate!({ path: "wit", world: "plugin" });

struct Plugin;

impl Guest for Plugin {
    type TraceExporter = LogExporter;

    /// Makes exporters from the user's config; each of them gets every batch.
    fn trace_exporters_from_config(
        blob: Vec<u8>,
        config_type: ConfigType,
    ) -> Result<Vec<TraceExporter>, String> {
        // The agent gives the text of a panic as the reason why the plugin ended.
        std::panic::set_hook(Box::new(|panic| {
            log(Level::Critical, &panic.to_string(), &[]);
        }));

        let text = String::from_utf8(blob).map_err(|error| format!("config: {error}"))?;
        let json = match config_type {
            // The agent reads YAML for its plugins.
            ConfigType::Yaml => yaml_to_json(&text)?,
            ConfigType::Json | ConfigType::Unknown => text,
        };
        let config = Config::from_json(&json)?;
        Ok(vec![TraceExporter::new(LogExporter { config })])
    }

    /// The place to flush and close: called once, after the last batch.
    fn stop() -> Result<(), String> {
        Ok(())
    }
}

/// Writes each span to the agent's log.
struct LogExporter {
    config: Config,
}

impl GuestTraceExporter for LogExporter {
    fn export_spans(&self, batch: SpanBatch) -> Result<Accepted, Failure> {
        let lines = span_lines(&batch.spans, &self.config.prefix).map_err(Failure::Permanent)?;
        for line in lines {
            log(Level::Info, &line, &[]);
        }
        Ok(Accepted {
            rejected_spans: 0,
            message: None,
        })
    }
}

export!(Plugin);
