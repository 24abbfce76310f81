import os
import tempfile
import unittest
from pathlib import Path

from files_exporter.files import AppendedFile, FileError, open_all, stop_all


class Files(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def test_appends_to_what_is_there(self) -> None:
        path = self.folder / "a"
        path.write_text("1\n")
        file = AppendedFile(str(path))
        file.write(b"2\n")
        self.assertEqual(stop_all([file]), [])
        self.assertEqual(path.read_text(), "1\n2\n")

    def test_opens_a_file_anew_that_could_not_be_written(self) -> None:
        path = self.folder / "a"
        file = AppendedFile(str(path))
        # The system closes it under its owner: the next write fails.
        os.close(file._file.fileno())
        with self.assertRaises(FileError) as caught:
            file.write(b"lost")
        self.assertEqual(str(caught.exception), f"can't write to {path}: Bad file descriptor")
        file.write(b"kept")
        self.assertEqual(stop_all([file]), [])
        self.assertEqual(path.read_text(), "kept")

    def test_opens_all_files_or_none(self) -> None:
        with self.assertRaises(FileError) as caught:
            open_all([str(self.folder / "a"), str(self.folder / "missing" / "b")])
        self.assertEqual(
            str(caught.exception),
            f"can't open {self.folder}/missing/b: No such file or directory",
        )

    def test_reports_each_file_that_fails_and_stops_the_others(self) -> None:
        files = open_all([str(self.folder / name) for name in "abc"])
        files[0].close()
        files[2].close()
        errors = [str(error) for error in stop_all(files)]
        self.assertEqual(
            errors,
            [f"can't sync {self.folder}/{name}: Bad file descriptor" for name in "ac"],
        )
        with self.assertRaises(FileError):
            files[1].write(b"too late")
