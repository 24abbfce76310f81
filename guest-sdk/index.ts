// What `import … from "@spandock/guest-sdk"` means to asc, which looks for an index.ts beside package.json.
export * from "./assembly/index";
