use std::cell::RefCell;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};

/// A file open at its end. Errors are texts that name it.
pub struct AppendFile {
    path: String,
    state: RefCell<State>,
}

struct State {
    /// `None` once it is closed.
    file: Option<File>,
    has_failed: bool,
}

impl AppendFile {
    /// Opens a file to write at its end; makes it where there is none.
    pub fn open(path: &str) -> Result<Self, String> {
        let file = open_at_end(path)?;
        Ok(Self {
            path: path.into(),
            state: RefCell::new(State {
                file: Some(file),
                has_failed: false,
            }),
        })
    }

    /// Writes whole lines at once. What a failed write left behind does not run into them.
    pub fn write_lines(&self, lines: &[u8]) -> Result<(), String> {
        let state = &mut *self.state.borrow_mut();
        let Some(file) = &mut state.file else {
            return Err(self.cannot("write to", io::Error::other("it is closed")));
        };
        let written = if state.has_failed {
            // A stream of WASI that has failed takes nothing more.
            *file = open_at_end(&self.path)?;
            file.write_all(&[b"\n", lines].concat())
        } else {
            file.write_all(lines)
        };
        state.has_failed = written.is_err();
        written.map_err(|error| self.cannot("write to", error))
    }

    /// Waits until all of it is on the disk, and closes the file, synced or not.
    pub fn close(&self) -> Result<(), String> {
        let Some(file) = self.state.borrow_mut().file.take() else {
            return Ok(());
        };
        file.sync_all().map_err(|error| self.cannot("sync", error))
    }

    fn cannot(&self, operation: &str, error: io::Error) -> String {
        format!("can't {operation} {}: {error}", self.path)
    }
}

fn open_at_end(path: &str) -> Result<File, String> {
    OpenOptions::new()
        .append(true)
        .create(true)
        .open(path)
        .map_err(|error| format!("can't open {path}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use tempfile::{TempDir, tempdir};

    fn path_in(folder: &TempDir, name: &str) -> String {
        folder.path().join(name).to_str().unwrap().to_string()
    }

    #[test]
    fn writes_go_to_the_end_of_what_is_there() {
        let folder = tempdir().unwrap();
        let path = path_in(&folder, "a.jsonl");
        fs::write(&path, "1\n").unwrap();

        let file = AppendFile::open(&path).unwrap();
        file.write_lines(b"2\n3\n").unwrap();
        file.write_lines(b"4\n").unwrap();
        file.close().unwrap();

        assert_eq!(fs::read_to_string(&path).unwrap(), "1\n2\n3\n4\n");
    }

    #[test]
    fn an_error_names_the_file() {
        let folder = tempdir().unwrap();
        let path = path_in(&folder, "missing/a.jsonl");
        let error = AppendFile::open(&path).err().unwrap();
        assert!(
            error.starts_with(&format!("can't open {path}: ")),
            "{error}"
        );
    }

    #[test]
    fn a_closed_file_takes_nothing_and_closes_again() {
        let folder = tempdir().unwrap();
        let path = path_in(&folder, "a.jsonl");
        let file = AppendFile::open(&path).unwrap();
        file.close().unwrap();
        assert_eq!(
            file.write_lines(b"1\n"),
            Err(format!("can't write to {path}: it is closed"))
        );
        assert_eq!(file.close(), Ok(()));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn after_a_failed_write_the_file_is_opened_anew_and_a_new_line_begun() {
        let folder = tempdir().unwrap();
        let path = path_in(&folder, "a.jsonl");
        let file = AppendFile::open(&path).unwrap();
        fs::write(&path, "torn").unwrap();
        file.state.borrow_mut().file = Some(open_at_end("/dev/full").unwrap());

        let error = file.write_lines(b"1\n").unwrap_err();
        assert!(
            error.starts_with(&format!("can't write to {path}: ")),
            "{error}"
        );
        file.write_lines(b"1\n").unwrap();
        file.write_lines(b"2\n").unwrap();

        assert_eq!(fs::read_to_string(&path).unwrap(), "torn\n1\n2\n");
    }
}
