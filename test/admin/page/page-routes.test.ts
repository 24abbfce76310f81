import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { pageRoutes } from "../../../host/admin/page/page-routes.ts";
import type { Reply } from "../../../host/admin/route.ts";
import { TemporaryFolder } from "../../support/agent-process.ts";

type Content = Extract<Reply, { kind: "content" }>;

async function ask(directory: string, path: "/" | "/page/{file}", file = ""): Promise<Content> {
  const route = pageRoutes(directory).find((each) => each.path === path)!;
  const call = { request: undefined as never, parameters: { file }, query: new URLSearchParams() };
  return (await route.handle({ ...call, body: new Uint8Array() })) as Content;
}

describe("the page's files", () => {
  it("are served with their types, and nothing else of the disk is", async () => {
    using folder = new TemporaryFolder();
    folder.file("index.html", "<p>hello</p>");
    folder.file("main.js", "export {};");
    folder.file("notes.md", "not for the web");
    expect(await ask(folder.path, "/")).toMatchObject({
      status: 200,
      contentType: "text/html; charset=utf-8",
    });
    expect(await ask(folder.path, "/page/{file}", "main.js")).toMatchObject({
      status: 200,
      contentType: "text/javascript; charset=utf-8",
    });
    for (const name of ["notes.md", "none.js", "../secret.js", "..", ""]) {
      expect((await ask(folder.path, "/page/{file}", name)).status, name).toBe(404);
    }
  });

  it("allow nothing from outside, and of what stands inline only the import map", async () => {
    using folder = new TemporaryFolder();
    const map = '{ "imports": {} }';
    folder.file("index.html", `<script type="importmap">${map}</script><script>alert(1)</script>`);
    const { headers } = await ask(folder.path, "/");
    const policy = String(headers?.["content-security-policy"]);
    const hash = createHash("sha256").update(map).digest("base64");
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`script-src 'self' 'sha256-${hash}';`);
    expect(policy).not.toMatch(/unsafe|https?:|\*|data:/);
  });
});
