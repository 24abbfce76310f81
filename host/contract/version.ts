/** The WIT package that this agent speaks. A test ties it to `wit/exporter.wit`. */
export const contractPackage = "spandock:exporter";
export const contractVersion = "1.0.0";

/** The one export that makes a component a plugin. */
export const pluginInterface = `${contractPackage}/trace-exporter-plugin@${contractVersion}`;
