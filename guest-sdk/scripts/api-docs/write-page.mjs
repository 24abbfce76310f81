// npm run docs:sdk
import { writeFileSync } from "node:fs";
import { apiPage } from "./api-page.mjs";

writeFileSync(
  new URL("../../../docs/guest-sdk.md", import.meta.url),
  apiPage(new URL("../../assembly/", import.meta.url)),
);
