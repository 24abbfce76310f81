"""Files that are appended to."""

import errno
import os
from collections.abc import Iterable
from contextlib import ExitStack, suppress
from io import FileIO


class FileError(OSError):
    """Something with a file did not work; says what, with which file, and why."""

    def __init__(self, operation: str, path: str, error: OSError) -> None:
        super().__init__(error.errno, error.strerror)
        self._text = f"can't {operation} {path}: {error.strerror or error}"

    def __str__(self) -> str:
        return self._text


class AppendedFile:
    """A file, open at its end; made where there is none."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._is_open = True
        self._has_failed = False
        try:
            self._file = _open(path)
        except OSError as error:
            raise FileError("open", path, error) from None

    def write(self, data: bytes) -> None:
        """Writes all of it. What was written before an error stays. Raises FileError."""
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[self._usable().write(rest) :]
        except OSError as error:
            self._has_failed = True
            raise FileError("write to", self._path, error) from None

    def sync(self) -> None:
        """Waits until everything is on the disk. Raises FileError."""
        try:
            os.fsync(self._usable().fileno())
        except OSError as error:
            raise FileError("sync", self._path, error) from None

    def close(self) -> None:
        """Lets go of the file, also where the system reports an error. May be called again."""
        self._is_open = False
        try:
            self._file.close()
        except OSError as error:
            raise FileError("close", self._path, error) from None

    def _usable(self) -> FileIO:
        if not self._is_open:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        # In WASI a stream that has failed once stays broken: the file has to be opened anew.
        if self._has_failed:
            with suppress(OSError):
                self._file.close()
            self._file = _open(self._path)
            self._has_failed = False
        return self._file


def _open(path: str) -> FileIO:
    # Unbuffered: what a failed write leaves in a buffer would be written later again.
    return open(path, "ab", buffering=0)


def open_all(paths: Iterable[str]) -> list[AppendedFile]:
    """Opens all files or none: when one can't be opened, the others are closed. Raises FileError."""
    with ExitStack() as opened:
        files = []
        for path in paths:
            file = AppendedFile(path)
            opened.callback(file.close)
            files.append(file)
        opened.pop_all()
    return files


def stop_all(files: Iterable[AppendedFile]) -> list[FileError]:
    """Syncs and closes all, whatever becomes of the others; gives back what went wrong."""
    errors = []
    for file in files:
        for step in (file.sync, file.close):
            try:
                step()
            except FileError as error:
                errors.append(error)
    return errors
