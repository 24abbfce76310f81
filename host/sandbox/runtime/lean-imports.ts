/**
 * Takes the bookkeeping of asynchronous tasks out of the imports in jco's generated source. Around each call into the
 * host jco makes two tasks and a subtask with their promises, which costs several times what the call itself does; for
 * functions that return at once nothing ever looks at them. What is left of a call is what the canonical ABI asks for:
 * the check that the instance may leave, lifting, the host's function, lowering, and the instance marked as trapped by
 * what the host throws. A function in which not every piece is found as it is known stays whole: it is only slower.
 */
export function leanImports(source: string): string {
  let lean = source;
  for (const [whole, name, index, functionName] of source.matchAll(definition)) {
    const lowered = new RegExp(loweringOf(index!)).exec(lean);
    const body = leanBody(whole, lowered?.[1]);
    if (lowered === null || body === undefined) continue;
    const replacement = streamWrite.test(functionName!) ? lendBytes(body) : body;
    // As functions: a `$` in the source is no pattern.
    lean = lean
      .replace(whole, () => replacement)
      .replace(lowered[0], () => `let trampoline${index} = ${name};`);
  }
  return forgetReps(lean);
}

/**
 * jco notes the number of every resource that it ever made, reads it nowhere, and can hold no more than 16.7 million:
 * an exporter that makes a request for each batch would grow for ever and then fail.
 */
function forgetReps(source: string): string {
  const uses = source.match(/_createdReps\b/g) ?? [];
  const known = source.match(/_createdReps(?:\.add\(rep\);| = new Set\(\);)/g) ?? [];
  return uses.length === known.length ? source.replace(/\n *table\._createdReps\.add\(rep\);/g, "") : source;
}

/** One import's function, up to the line that names it. */
const definition =
  /const (_trampoline(\d+)) = function\([^)]*\) \{\n(?:(?!\n {2}\}\n)[\s\S])*\n {2}\}\n {2}\1\.fnName = '([^']*)';/g;

/** The functions whose bytes the host has used up when it returns (`OutputSink.write`). */
const streamWrite = /^wasi:io\/streams@0\.2\.\d+#(?:write|blockingWriteAndFlush)$/;

/**
 * Shows the host the bytes where they lie in the guest's memory instead of a copy of them. A range that is not all
 * inside of the memory is a RangeError, which ends the guest as a trap does.
 */
function lendBytes(body: string): string {
  return body.replace(
    /new Uint8Array\((memory\d+)\.buffer\.slice\((ptr\d+), \2 \+ (len\d+) \* 1\)\)/,
    "new Uint8Array($1.buffer, $2 >>> 0, $3 >>> 0)",
  );
}

/** Where it is handed to the core module: only as a synchronous function of synchronous type. */
function loweringOf(index: string): string {
  const options = String.raw`(?:(?!\n {2}let trampoline)[\s\S])*?`;
  const synchronous = String.raw`componentIdx: (\d+),\n {4}isAsync: false,${options}\n {4}funcTypeIsAsync: false,`;
  return (
    String.raw`let trampoline${index} = _trampoline${index}\.manuallyAsync \? ${options}` +
    String.raw` : _lowerImportBackwardsCompat\.bind\(\n {2}null,\n {2}\{\n {4}trampolineIdx: ${index},\n {4}` +
    String.raw`${synchronous}${options}\n {4}importFn: _trampoline${index},\n {2}\},\n {2}\);`
  );
}

/** The pieces of a function, each of which is there exactly once but the last two, of which each has one. */
const head = /^(const _trampoline\d+ = function\([^)]*\) \{\n)/;
const taskMade =
  /\n {4}const hostProvided = true;\n(?:(?!const hostProvided)[\s\S])*?componentIdx: -1,\n {8}isAsync: false,\n[\s\S]*?\n {4}const started = task\.enterSync\(\);\n/;
const call =
  /_withGlobalCurrentTaskMeta\(\{\n {8}componentIdx: task\.componentIdx\(\),\n {8}taskID: task\.id\(\),\n {8}fn: \(\) => _trackHostOperation\(\(\) => (.*)\),\n {6}\}\)\n {6};/;
const taskEnded = /\n {4}task\.resolve\(\[.*\]\);\n {4}task\.exit\(\);\n/;
const taskFailed =
  /\n {6}_debugLog\('\[Instruction::CallInterface\] error during sync call', \{[^{}]*\}\);\n( {6}getOrCreateAsyncState\(\d+\)\.markTrapped\(err\);\n) {6}task\.setErrored\(err\);\n {6}task\.reject\(err\);\n {6}task\.exit\(\);\n/;

function leanBody(whole: string, componentIndex: string | undefined): string | undefined {
  if ([head, taskMade, call, taskEnded].some((piece) => !piece.test(whole))) return undefined;
  const lean = whole
    .replace(head, (line) => `${line}    _checkMayLeave(${componentIndex});\n`)
    .replace(taskMade, "\n")
    .replace(call, (_, expression: string) => `${expression};`)
    .replace(taskFailed, (_, marked: string) => `\n${marked}`)
    .replace(taskEnded, "\n");
  return /\b(?:task|subtask|parentTask)\b/.test(lean) ? undefined : lean;
}
