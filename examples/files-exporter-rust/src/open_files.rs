use crate::append_file::AppendFile;
use std::cell::RefCell;
use std::rc::Rc;

thread_local! {
    /// What `stop` has to close. A plugin has one thread.
    static FILES: RefCell<Vec<Rc<AppendFile>>> = const { RefCell::new(Vec::new()) };
}

/// Opens every file, or none: at the first error those before it are closed again.
pub fn open_all(paths: &[String]) -> Result<Vec<Rc<AppendFile>>, String> {
    let files = paths
        .iter()
        .map(|path| AppendFile::open(path).map(Rc::new))
        .collect::<Result<Vec<_>, _>>()?;
    FILES.with_borrow_mut(|open| open.extend(files.iter().cloned()));
    Ok(files)
}

/// Syncs and closes every file, whatever becomes of the others. All errors, one a line.
pub fn close_all() -> Result<(), String> {
    let errors: Vec<String> = FILES
        .take()
        .iter()
        .filter_map(|file| file.close().err())
        .collect();
    match errors.is_empty() {
        true => Ok(()),
        false => Err(errors.join("\n")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_path_that_does_not_open_opens_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name).to_str().unwrap().to_string();
        assert!(open_all(&[path("a"), path("missing/b")]).is_err());
        assert!(FILES.with_borrow(Vec::is_empty));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn every_file_is_closed_and_every_error_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a").to_str().unwrap().to_string();
        // The null device can't be synced.
        let files = open_all(&["/dev/null".into(), path, "/dev/full".into()]).unwrap();
        let text = close_all().unwrap_err();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 2, "{text}");
        assert!(lines[0].starts_with("can't sync /dev/null: "), "{text}");
        assert!(lines[1].starts_with("can't sync /dev/full: "), "{text}");
        assert!(files.iter().all(|file| file.write_lines(b"\n").is_err()));
        assert_eq!(close_all(), Ok(()));
    }
}
