/** An absolute `http` or `https` URL, taken apart as WASI wants it. */
export class HttpUrl {
  private constructor(
    /** Whether the scheme is `https`. */
    readonly isSecure: bool,
    /** Host and port as written: `collector.example:4318`. */
    readonly authority: string,
    /** Path and query, from its first `/` on. */
    readonly pathWithQuery: string,
  ) {}

  /**
   * Null for what is none that a request can be sent to: another scheme, no host, spaces. A user name in it is refused
   * too, since URLs are shown in messages; a fragment is left out, since it is never sent.
   */
  static parse(text: string): HttpUrl | null {
    const lower = text.toLowerCase();
    const isSecure = lower.startsWith("https://");
    if (!isSecure && !lower.startsWith("http://")) return null;
    const from = isSecure ? 8 : 7;
    let end = from;
    while (end < text.length && !isDelimiter(text.charCodeAt(end))) end++;
    const authority = text.substring(from, end);
    const fragment = text.indexOf("#", end);
    const rest = text.substring(end, fragment < 0 ? text.length : fragment);
    if (authority.length == 0 || authority.startsWith(":") || authority.includes("@")) return null;
    if (!isPlain(authority) || !isPlain(rest)) return null;
    return new HttpUrl(isSecure, authority, rest.startsWith("/") ? rest : "/" + rest);
  }

  /** Scheme, host and port: what a permission grants, and all of the URL that messages show. */
  get origin(): string {
    return (this.isSecure ? "https://" : "http://") + this.authority;
  }

  /** The path without the query. */
  get path(): string {
    const query = this.pathWithQuery.indexOf("?");
    return query < 0 ? this.pathWithQuery : this.pathWithQuery.substring(0, query);
  }

  /** The same with more path behind this one's, and one slash between them. The query stays behind it. */
  join(path: string): HttpUrl {
    const base = this.path;
    const query = this.pathWithQuery.substring(base.length);
    const trimmed = base.endsWith("/") ? base.substring(0, base.length - 1) : base;
    return new HttpUrl(this.isSecure, this.authority, trimmed + "/" + path + query);
  }
}

/** `/`, `?` and `#` end the authority. */
function isDelimiter(unit: i32): bool {
  return unit == 0x2f || unit == 0x3f || unit == 0x23;
}

/** No spaces and control characters. */
function isPlain(text: string): bool {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit <= 0x20 || unit == 0x7f) return false;
  }
  return true;
}
