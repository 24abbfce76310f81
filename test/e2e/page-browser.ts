import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { onTestFinished } from "vitest";
import { TemporaryFolder } from "../support/agent-process.ts";

const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
  (path) => existsSync(path),
);

/** Where a machine checks, the tests of the page must run; a person may be without a browser. */
export const hasBrowser = executablePath !== undefined || process.env.CI !== undefined;

/** The live page in a real browser, with an empty profile of its own. */
export class LivePage {
  readonly page: Page;
  /** What went wrong by the browser's word: errors in scripts, and what the page's policy forbade. */
  readonly complaints: string[] = [];
  /** Everything that the page asked for. */
  readonly requests: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.on("pageerror", (error) => this.complaints.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") this.complaints.push(message.text());
    });
    page.on("request", (request) => this.requests.push(request.url()));
  }

  static async open(url: string): Promise<LivePage> {
    const profile = new TemporaryFolder();
    const flags = [
      "--no-sandbox",
      "--disable-gpu",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ];
    const context: BrowserContext = await chromium.launchPersistentContext(profile.path, {
      executablePath: executablePath ?? "chromium",
      headless: true,
      args: flags,
      viewport: { width: 1280, height: 900 },
    });
    onTestFinished(async () => {
      await context.close();
      profile[Symbol.dispose]();
    });
    context.setDefaultTimeout(20_000);
    const live = new LivePage(context.pages()[0] ?? (await context.newPage()));
    await live.page.goto(url);
    return live;
  }

  /** The card of one exporter. */
  card(name: string) {
    return this.page.getByRole("article", { name, exact: true });
  }

  button(name: string) {
    return this.page.getByRole("button", { name, exact: true });
  }

  /** Lets go of a file over the page, as a hand with a mouse does. */
  async drop(file: string): Promise<void> {
    const [content, name] = [readFileSync(file).toString("base64"), basename(file)];
    // As text, for it runs in the browser, whose types these tests have not.
    const transfer = await this.page.evaluateHandle(`(() => {
      const bytes = Uint8Array.from(atob(${JSON.stringify(content)}), (letter) => letter.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], ${JSON.stringify(name)}, { type: "application/wasm" }));
      return data;
    })()`);
    await this.page.dispatchEvent("body", "dragover", { dataTransfer: transfer });
    await this.page.dispatchEvent("body", "drop", { dataTransfer: transfer });
  }
}
