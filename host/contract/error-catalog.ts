/** One entry: what the code stands for, and the general way out. `docs/errors.md` holds the same, by a test. */
export interface ErrorEntry {
  readonly title: string;
  readonly fix: string;
}

/** Every error a user can meet, by code. */
export const errorCatalog = {
  CONFIG_NOT_READABLE: {
    title: "The config file can't be read",
    fix: "Check the path given with -c, and that this user may read it.",
  },
  CONFIG_SYNTAX: {
    title: "The config file is not valid YAML",
    fix: "Mend the YAML at the line and column named.",
  },
  CONFIG_INVALID: {
    title: "A key of the config is unknown, missing, or has a wrong value",
    fix: "Compare the key named with docs/config.md.",
  },
  CONFIG_ENV_MISSING: {
    title: "The config refers to an environment variable that is not set",
    fix: "Set the variable, or give a default: ${env:NAME:-default}.",
  },
  PLUGIN_NOT_READABLE: {
    title: "The plugin's file can't be read",
    fix: "Check the path; in a config file it is relative to that file.",
  },
  PLUGIN_NOT_WASM: {
    title: "The file is not WebAssembly, or is damaged",
    fix: "Build the plugin again, and copy the .wasm file whole.",
  },
  PLUGIN_NOT_COMPONENT: {
    title: "The file is a core WebAssembly module, not a component",
    fix: "Compile it with the SDK's asconfig.json: npx asc my-exporter.ts --config asconfig.json.",
  },
  PLUGIN_WRONG_WORLD: {
    title: "The component does not export the exporter interface",
    fix: "Build it for the world spandock:exporter/plugin of wit/exporter.wit.",
  },
  PLUGIN_WRONG_VERSION: {
    title: "The plugin was built for another version of the contract",
    fix: "Rebuild it with the SDK of this agent's version: npm install @spandock/guest-sdk && npx asc.",
  },
  PLUGIN_WRONG_TYPES: {
    title: "The plugin claims this version of the contract, but its types differ",
    fix: "Rebuild it from wit/exporter.wit of this agent.",
  },
  PLUGIN_FOLDER_UNUSABLE: {
    title: "A new plugin project can't be written into this folder",
    fix: "Name a folder that is not there yet, or an empty one, in a place that you may write.",
  },
  PLUGIN_NAME_INVALID: {
    title: "The name can't be one of a plugin project",
    fix: "Take a name such as my-exporter: spandock plugin new DIR --name my-exporter.",
  },
  PLUGIN_PROJECT_UNKNOWN: {
    title: "The folder is not a plugin project of a language that this kit builds",
    fix: "Name the project's folder, or start one with: spandock plugin new DIR.",
  },
  PLUGIN_BUILD_FAILED: {
    title: "The plugin's own compiler, or a step after it, failed",
    fix: "Mend what the compiler names, and build again.",
  },
  TOOLCHAIN_MISSING: {
    title: "A tool that this plugin's language needs is not installed",
    fix: "Install it with the command named.",
  },
  PLUGIN_DIGEST_MISMATCH: {
    title: "The plugin's file is not the one that the config pins",
    fix: "Take the file with the pinned digest, or pin the new one after looking at it with: spandock inspect FILE.",
  },
  PLUGIN_PERMISSION_MISSING: {
    title: "The plugin imports a capability that the config does not grant",
    fix: "Grant it under the exporter's `permissions`, or use a plugin that does not need it.",
  },
  PLUGIN_MEMORY: {
    title: "The plugin needs more memory than its limit",
    fix: "Raise limits.memory of this exporter.",
  },
  PLUGIN_CONFIG_REFUSED: {
    title: "The plugin refused its config",
    fix: "The text is the plugin's own: change the exporter's `config` accordingly.",
  },
  PLUGIN_CRASHED: {
    title: "The plugin trapped",
    fix: "Report it to the plugin's author with the stack shown.",
  },
  PLUGIN_TIMEOUT: {
    title: "A call into the plugin took longer than its limit and was ended",
    fix: "Raise the timeout under the exporter's `limits`, or report it to the plugin's author.",
  },
  PLUGIN_LOAD_FAILED: {
    title: "The plugin could not be compiled or instantiated",
    fix: "Look at what it imports with: spandock inspect FILE.",
  },
  PLUGIN_STOP_FAILED: {
    title: "The plugin reported an error while stopping",
    fix: "The text is the plugin's own: look at the files or destinations it names.",
  },
  LISTEN_FAILED: {
    title: "A receiver or the admin endpoint can't listen",
    fix: "End the program that holds the port, or write another endpoint.",
  },
  QUEUE_UNUSABLE: {
    title: "The storage of a sending queue can't be used",
    fix: "Check that sending_queue.storage is a directory that this user may write, and that no other agent uses it.",
  },
  DEAD_LETTER_NOT_READABLE: {
    title: "The dead letter can't be read, or its two files don't belong together",
    fix: "Name the .otlp or .json file of a letter in the dead_letter directory; both files have to be there.",
  },
  EXPORTER_UNKNOWN: {
    title: "The running agent has no exporter of that name",
    fix: "See the names with: spandock exporters list.",
  },
  EXPORTER_EXISTS: {
    title: "The running agent has another exporter of that name",
    fix: "Take another name, or change the one that is there with: spandock exporters reload NAME.",
  },
  CANARY_ROLLED_BACK: {
    title: "The new instance did worse than the running one, which stays",
    fix: "The text says in what; look at the new plugin or its config, or reload without a canary.",
  },
  CHANGE_NOT_POSSIBLE: {
    title: "The agent can't make this change now",
    fix: "The text says why; nothing was changed.",
  },
  CONFIG_NOT_WRITABLE: {
    title: "The change can't be written into the config file",
    fix: "Check that the agent may write the file and its directory, or make the change without writing it.",
  },
  ADMIN_UNREACHABLE: {
    title: "The agent's admin endpoint does not answer",
    fix: "Start the agent, or name its admin endpoint with --admin URL or SPANDOCK_ADMIN.",
  },
  ADMIN_FORBIDDEN: {
    title: "The admin endpoint does not take this request from where it comes",
    fix: "Ask at 127.0.0.1 or localhost, or name the host under service.admin.allowed_hosts.",
  },
  ADMIN_TOKEN_NEEDED: {
    title: "The admin endpoint wants its token",
    fix: "Send `Authorization: Bearer TOKEN`, for the command line in SPANDOCK_ADMIN_TOKEN.",
  },
  REQUEST_INVALID: {
    title: "The admin endpoint can't understand the request",
    fix: "Compare the request with docs/openapi.yaml.",
  },
  USAGE: {
    title: "The command line can't be understood",
    fix: "See: spandock help.",
  },
  INTERNAL: {
    title: "A defect of spandock itself",
    fix: "Report it with the text shown.",
  },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorCatalog;
