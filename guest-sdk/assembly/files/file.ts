import { LoweredText } from "../component/host-memory";
import {
  appendViaStream,
  dropDescriptor,
  openAt,
  statDescriptor,
  syncDescriptor,
} from "../imports/filesystem";
import { byteLength, Range, range, start } from "../wire/range";
import { AppendStream } from "./append-stream";
import { errorCodeName, FileError } from "./file-error";
import { FileStat } from "./file-stat";
import { directoryOf, GrantedDirectory, grantedDirectories, pathInside } from "./granted-directories";

const followSymlinks = 1;
const create = 1;
const write = 2;
const result = memory.data(104, 8);

/** What `File.append` found: a file, or why there is none. One of the two is null. */
export class OpenedFile {
  /** @internal */
  constructor(
    /** The open file. */
    readonly file: File | null,
    /** Why it could not be opened. */
    readonly error: FileError | null,
  ) {}
}

/**
 * A file in a directory that the config grants for writing (`permissions.directories`), open at its end. Errors are
 * values: null means good.
 *
 * ```ts
 * const opened = File.append("/out/spans.jsonl");
 * const file = opened.file;
 * if (file === null) return Outcome.permanent(opened.error!.toString());
 * const error = file.writeText("a line\n");
 * file.close();
 * ```
 */
export class File {
  private isOpen: bool = true;

  private constructor(
    /** As it was given to `append`. */
    readonly path: string,
    private readonly descriptor: i32,
    private readonly stream: AppendStream,
  ) {}

  /** Opens a file, by its absolute path, to write at its end; makes it where there is none. Links are followed. */
  static append(path: string): OpenedFile {
    const directory = directoryOf(path);
    if (directory === null) return refused(path, "not-permitted", grantHint(path));
    const inside = new LoweredText(pathInside(directory, path));
    openAt(directory.handle, followSymlinks, inside.address, inside.byteLength, create, write, result);
    inside.free();
    if (load<u8>(result) != 0) return refused(path, errorCodeName(load<u8>(result, 4)), "");
    const descriptor = load<i32>(result, 4);
    const stream = new AppendStream(descriptor);
    const failure = stream.open();
    if (failure === null) return new OpenedFile(new File(path, descriptor, stream), null);
    dropDescriptor(descriptor);
    return refused(path, failure, "");
  }

  /**
   * Writes all bytes in place, for example a `JsonWriter`'s `written`: one call for a batch is cheaper than one for each
   * span. What was written before an error stays.
   */
  write(bytes: Range): FileError | null {
    const code = this.isOpen ? this.stream.write(start(bytes), byteLength(bytes)) : "bad-descriptor";
    return code === null ? null : new FileError("write to", this.path, code);
  }

  /** Writes a text in UTF-8. */
  writeText(text: string): FileError | null {
    const utf8 = String.UTF8.encode(text, false, String.UTF8.ErrorMode.REPLACE);
    const from = changetype<usize>(utf8);
    return this.write(range(from, from + <usize>utf8.byteLength));
  }

  /** Waits until the file's data and metadata are on the disk. */
  sync(): FileError | null {
    if (!this.isOpen) return new FileError("sync", this.path, "bad-descriptor");
    syncDescriptor(this.descriptor, result);
    return load<u8>(result) == 0
      ? null
      : new FileError("sync", this.path, errorCodeName(load<u8>(result, 1)));
  }

  /** Size and time of the last change. */
  stat(): FileStat {
    if (!this.isOpen) return FileStat.failed(new FileError("stat", this.path, "bad-descriptor"));
    statDescriptor(this.descriptor, result);
    if (load<u8>(result) != 0) {
      return FileStat.failed(new FileError("stat", this.path, errorCodeName(load<u8>(result, 8))));
    }
    return FileStat.read(result + 8);
  }

  /** Lets go of the file; it can't be used any more. `close` of WASI can't fail: `sync` before, to hear of errors. */
  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.stream.close();
    dropDescriptor(this.descriptor);
  }
}

function refused(path: string, code: string, hint: string): OpenedFile {
  return new OpenedFile(null, new FileError("open", path, code, hint));
}

function grantHint(path: string): string {
  const granted = grantedDirectories().map<string>((directory: GrantedDirectory) => directory.path);
  if (granted.length == 0) return "the config grants no directory";
  if (!path.startsWith("/")) return "expected an absolute path";
  return "the config grants only " + granted.join(", ");
}
