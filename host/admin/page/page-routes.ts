import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { builtFile } from "../../contract/index.ts";
import type { Reply, Route } from "../route.ts";

const contentTypes: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
};

/** Where the build puts the page's files. */
const built = fileURLToPath(builtFile("admin/page/files/"));

/**
 * The live page: `/`, and its files under `/page/`. They hold nothing of the agent, which the page asks for by the
 * same API as everyone. They are read once, when one is asked for first.
 *
 * @param directory holds the built page, flat, with an `index.html`
 */
export function pageRoutes(directory = built): readonly Route[] {
  let files: ReadonlyMap<string, Reply> | undefined;
  const reply = (name: string): Reply => {
    files ??= readFiles(directory);
    return files.get(name) ?? notFound;
  };
  return [
    { method: "GET", path: "/", access: "page", handle: () => reply("index.html") },
    {
      method: "GET",
      path: "/page/{file}",
      access: "page",
      handle: ({ parameters }) => reply(parameters.file!),
    },
  ];
}

const notFound: Reply = {
  kind: "content",
  status: 404,
  contentType: "text/plain; charset=utf-8",
  body: "the page has no such file\n",
};

function readFiles(directory: string): ReadonlyMap<string, Reply> {
  const names = readdirSync(directory).filter((name) => extname(name) in contentTypes);
  return new Map(names.map((name) => [name, fileReply(name, readFileSync(`${directory}/${name}`))]));
}

function fileReply(name: string, body: Uint8Array): Reply {
  const contentType = contentTypes[extname(name)]!;
  const headers = name === "index.html" ? pageHeaders(new TextDecoder().decode(body)) : {};
  return { kind: "content", status: 200, contentType, body, headers };
}

/** Nothing from outside, nothing inline but the import map, no frame around it, and no text that becomes markup. */
function pageHeaders(html: string): Readonly<Record<string, string>> {
  const policy = [
    "default-src 'none'",
    `script-src 'self' ${inlineScripts(html).map(hashSource).join(" ")}`,
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ];
  return { "content-security-policy": policy.join("; "), "x-frame-options": "DENY" };
}

function inlineScripts(html: string): string[] {
  return [...html.matchAll(/<script type="importmap">([\s\S]*?)<\/script>/g)].map(([, text]) => text!);
}

/** https://www.w3.org/TR/CSP3/#grammardef-hash-source */
const hashSource = (script: string) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`;
