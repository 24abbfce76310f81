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
    has_torn_line: bool,
}

impl AppendFile {
    /// Opens a file to write at its end; makes it where there is none.
    pub fn open(path: &str) -> Result<Self, String> {
        let file = OpenOptions::new().append(true).create(true).open(path);
        Ok(Self {
            path: path.into(),
            state: RefCell::new(State {
                file: Some(file.map_err(|error| format!("can't open {path}: {error}"))?),
                has_torn_line: false,
            }),
        })
    }

    /// Writes whole lines at once. What an earlier write left behind does not run into them.
    pub fn write_lines(&self, lines: &[u8]) -> Result<(), String> {
        let mut state = self.state.borrow_mut();
        let has_torn_line = state.has_torn_line;
        let written = match &mut state.file {
            Some(file) if has_torn_line => file.write_all(&[b"\n", lines].concat()),
            Some(file) => file.write_all(lines),
            None => Err(closed()),
        };
        state.has_torn_line = written.is_err();
        written.map_err(|error| format!("can't write to {}: {error}", self.path))
    }

    /// Waits until all of it is on the disk, and closes the file, synced or not.
    pub fn close(&self) -> Result<(), String> {
        let Some(file) = self.state.borrow_mut().file.take() else {
            return Ok(());
        };
        file.sync_all()
            .map_err(|error| format!("can't sync {}: {error}", self.path))
    }
}

fn closed() -> io::Error {
    io::Error::other("the file is closed")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn writes_go_to_the_end_of_what_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.jsonl");
        fs::write(&path, "1\n").unwrap();

        let file = AppendFile::open(path.to_str().unwrap()).unwrap();
        file.write_lines(b"2\n3\n").unwrap();
        file.close().unwrap();

        assert_eq!(fs::read_to_string(&path).unwrap(), "1\n2\n3\n");
    }

    #[test]
    fn an_error_names_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("missing/a.jsonl");
        let path = path.to_str().unwrap();
        let error = AppendFile::open(path).err().unwrap();
        assert!(
            error.starts_with(&format!("can't open {path}: ")),
            "{error}"
        );
    }

    #[test]
    fn a_closed_file_takes_nothing_and_closes_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.jsonl");
        let file = AppendFile::open(path.to_str().unwrap()).unwrap();
        file.close().unwrap();
        assert!(file.write_lines(b"1\n").unwrap_err().contains("a.jsonl"));
        file.close().unwrap();
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_line_after_a_failed_write_begins_anew() {
        let file = AppendFile::open("/dev/full").unwrap();
        assert!(
            file.write_lines(b"1\n")
                .unwrap_err()
                .starts_with("can't write to /dev/full: ")
        );
        assert!(file.state.borrow().has_torn_line);

        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.jsonl");
        fs::write(&path, "torn").unwrap();
        file.state.borrow_mut().file = OpenOptions::new().append(true).open(&path).ok();
        file.write_lines(b"2\n").unwrap();
        file.write_lines(b"3\n").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "torn\n2\n3\n");
    }
}
