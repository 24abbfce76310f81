export type Attributes = Readonly<Record<string, string | number>>;

/** One element; numbers are rounded to a tenth. Children are SVG already, or `text` is escaped. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const pairs = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${typeof value === "number" ? Number(value.toFixed(1)) : escapeXml(value)}"`,
  );
  return children.length === 0
    ? `<${name}${pairs.join("")}/>`
    : `<${name}${pairs.join("")}>${children.join("")}</${name}>`;
}

export function text(content: string, attributes: Attributes): string {
  return element("text", attributes, escapeXml(content));
}

export function line(x1: number, y1: number, x2: number, y2: number, className: string): string {
  return element("line", { x1, y1, x2, y2, class: className });
}

export function escapeXml(content: string): string {
  return content.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Colours for light and dark, chosen by the reader's system; no script, no outside font. */
const style = `
svg { --ink: #1f2328; --quiet: #59636e; --paper: #ffffff; --grid: #d1d9e0; --s0: #0550ae; --s1: #bc4c00; --s2: #1a7f37; --s3: #8250df; --good: #1a7f37; --bad: #cf222e }
@media (prefers-color-scheme: dark) {
  svg { --ink: #e6edf3; --quiet: #9198a1; --paper: #0d1117; --grid: #30363d; --s0: #79b8ff; --s1: #ffa657; --s2: #57c26f; --s3: #d2a8ff; --good: #57c26f; --bad: #ff7b72 }
}
text { font: 13px ui-sans-serif, system-ui, "Segoe UI", "DejaVu Sans", sans-serif; fill: var(--ink) }
.title { font-size: 18px; font-weight: 600 }
.panel { font-size: 14px; font-weight: 600 }
.quiet { fill: var(--quiet) }
.small { font-size: 12px }
.end { text-anchor: end }
.middle { text-anchor: middle }
.paper { fill: var(--paper) }
.grid { stroke: var(--grid) }
.mark { stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 5 4 }
.curve { fill: none; stroke-width: 2 }
.spread { stroke-width: 1.5 }
${[0, 1, 2, 3].map((index) => `.s${index} { stroke: var(--s${index}) } .f${index} { fill: var(--s${index}) }`).join("\n")}
.halo { paint-order: stroke; stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round }
.good { fill: var(--good) }
.bad { fill: var(--bad) }
`;

export interface PictureOptions {
  readonly width: number;
  readonly height: number;
  /** For readers who do not see the picture, and shown above it. */
  readonly title: string;
  /** Machine and versions: under everything. */
  readonly footer: readonly string[];
  readonly body: readonly string[];
}

export const pageMargin = 20;
/** Where the body may begin, and what it has to leave at the bottom. */
export const bodyTop = 56;
export const footerHeight = (lines: number): number => 16 + lines * 17;

/** A whole file. */
export function picture({ width, height, title, footer, body }: PictureOptions): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escapeXml(title)}</title>`,
    `<style>${style}</style>`,
    element("rect", { class: "paper", width, height, rx: 6 }),
    text(title, { class: "title", x: pageMargin, y: 34 }),
    ...body,
    ...footer.map((content, index) =>
      text(content, {
        class: "quiet small",
        x: pageMargin,
        y: height - footerHeight(footer.length) + 22 + index * 17,
      }),
    ),
    "</svg>\n",
  ].join("\n");
}
