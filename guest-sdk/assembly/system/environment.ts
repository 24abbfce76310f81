import { liftText, release } from "../component/host-memory";
import { getEnvironment } from "../imports/system";

const result = memory.data(8, 4);

/** The environment variables that the config grants to this plugin (`permissions.env`), by name. Asks the agent anew. */
export function environment(): Map<string, string> {
  getEnvironment(result);
  const list = load<usize>(result);
  const count = load<usize>(result, 4);
  const variables = new Map<string, string>();
  for (let i: usize = 0; i < count; i++) {
    const entry = list + i * 16;
    const name = liftText(load<usize>(entry), load<usize>(entry, 4));
    variables.set(name, liftText(load<usize>(entry, 8), load<usize>(entry, 12)));
  }
  release(list, count * 16);
  return variables;
}
