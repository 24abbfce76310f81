import { contractPackage, contractVersion } from "../contract/index.ts";
import { type Command, exitCode, parseCommandLine } from "./command.ts";
import { packageVersion } from "./package-version.ts";

export const versionCommand: Command = {
  name: "version",
  usage: "version [--json]",
  summary: "its own version and the contract's",
  async run(args, { stdout }) {
    const { values } = parseCommandLine(this, { args: [...args], options: { json: { type: "boolean" } } });
    const version = packageVersion();
    const contract = `${contractPackage}@${contractVersion}`;
    stdout.write(
      values.json
        ? `${JSON.stringify({ version, contract })}\n`
        : `spandock ${version}\ncontract ${contract}\n`,
    );
    return exitCode.good;
  },
};
