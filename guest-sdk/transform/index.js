import { Transform } from "assemblyscript/transform";
import { foreignImports, renameExports } from "./abi-exports.js";
import { componentFrom } from "./component.js";
import { pluginEntry } from "./plugin-entry.js";

/** SourceKind of the compiler. */
const sourceKind = { user: 0, userEntry: 1 };

const hooks = "~lib/@spandock/guest-sdk/assembly/component/host-hooks";

/**
 * Makes `asc` write a component. Around the author's file it puts an entry that speaks the contract's canonical ABI,
 * names its exports as the ABI wants them, and turns the binary into a component as it is written.
 */
export default class PluginTransform extends Transform {
  /** Before the types are checked: puts the generated entry in the place of the author's. */
  afterParse(parser) {
    const entries = parser.sources.filter(({ sourceKind: kind, normalizedPath }) => {
      return kind === sourceKind.userEntry && !normalizedPath.startsWith("~lib/");
    });
    const { author, text } = orFail(() => pluginEntry(entries));
    for (const entry of entries) entry.sourceKind = sourceKind.user;
    parser.parseFile(text, `${author.internalPath}.plugin.ts`, true);

    const { options } = this.program;
    options.exportStart = "_initialize";
    options.globalAliases ??= new Map();
    // What AssemblyScript would import from a JavaScript host goes to the contract's log and to WASI.
    for (const name of ["abort", "trace", "seed"]) options.globalAliases.set(name, `${hooks}/${name}`);
  }

  /** After code generation: the module is asc's to optimize still, so its bytes are changed only as they are written. */
  afterCompile(module) {
    const foreign = foreignImports(module, this.binaryen);
    if (foreign.length > 0) {
      fail(`a plugin can't import ${foreign.join(", ")}: use what @spandock/guest-sdk gives instead`);
    }
    orFail(() => renameExports(module, this.binaryen));
    // A trap's stack names the line that threw only when the call of `abort` is still a call, with a place in the
    // source: the compiler gives one to the statement around it alone.
    this.binaryen.setPassArgument("no-inline", `${hooks}/abort`);
    module.runPasses(["no-inline", "propagate-debug-locs"]);
    const emitBinary = module.emitBinary.bind(module);
    module.emitBinary = (sourceMapUrl) => {
      // Without an argument asc compares sizes between two rounds of optimization.
      if (sourceMapUrl === undefined) return emitBinary();
      const { binary, sourceMap } = emitBinary(sourceMapUrl);
      return { binary: orFail(() => componentFrom(binary)), sourceMap };
    };
  }
}

/** asc prints an error's stack: the author needs the message only. */
function orFail(work) {
  try {
    return work();
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

function fail(message) {
  const error = new Error(message);
  error.stack = message;
  throw error;
}
