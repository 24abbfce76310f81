//! Appends spans to files as JSON lines; every file gets every batch.

mod append_file;
mod config;
mod file_exporter;
mod line;
mod node;
mod open_files;
mod otlp_json;

use crate::config::Config;
use crate::file_exporter::FileExporter;
use crate::spandock::exporter::log::{Level, log};
use exports::spandock::exporter::trace_exporter_plugin::{ConfigType, Guest, TraceExporter};

wit_bindgen::generate!({ path: "../../wit", world: "plugin" });

struct FilesExporter;

impl Guest for FilesExporter {
    type TraceExporter = FileExporter;

    fn trace_exporters_from_config(
        blob: Vec<u8>,
        config_type: ConfigType,
    ) -> Result<Vec<TraceExporter>, String> {
        // The agent gives the text of a panic as the reason why the plugin ended.
        std::panic::set_hook(Box::new(|panic| {
            log(Level::Critical, &panic.to_string(), &[]);
        }));

        let name = match config_type {
            ConfigType::Yaml => None,
            ConfigType::Json => Some("JSON"),
            ConfigType::Unknown => Some("unknown"),
        };
        if let Some(name) = name {
            return Err(format!("Only parsing configs of YAML type, got {name}"));
        }
        let Config { file_paths } = Config::from_yaml(&blob)?;
        let files = open_files::open_all(&file_paths)?;
        Ok(files
            .into_iter()
            .map(|file| TraceExporter::new(FileExporter::new(file)))
            .collect())
    }

    fn stop() -> Result<(), String> {
        open_files::close_all()
    }
}

export!(FilesExporter);
