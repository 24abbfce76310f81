import type { FunctionType, InstanceItem, Item, ValueType } from "../../sandbox/index.ts";
import { shownName } from "./shown-name.ts";

/** Longer texts say nothing more to a reader. */
const maxLength = 1000;
/** Parts of a type that are written at most: a hostile one can be endless when written out. */
const maxParts = 200;

/**
 * Writes one item of an interface as WIT would, the interface's own types by their names: for messages. Cut at 1000
 * characters.
 */
export function printItem(name: string, item: Item, within: InstanceItem): string {
  const text = new Printer(within).item(name, item);
  return text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
}

/** A method without the mark that the binary format gives its name. */
const withoutMark = (name: string) => shownName(name.replace(/^\[(method|static|constructor)\]/, ""));

class Printer {
  readonly #names: ReadonlyMap<object, string>;
  #partsLeft = maxParts;

  constructor({ items }: InstanceItem) {
    const named = [...items].flatMap(([name, item]) =>
      item.kind === "type" ? [[item.type, name] as const] : [],
    );
    // Where a type has two names, the first is its own and the other an alias.
    this.#names = new Map(named.reverse());
  }

  item(name: string, item: Item): string {
    if (item.kind === "function") return `${withoutMark(name)}: ${this.#function(name, item)}`;
    if (item.kind === "type") return this.#definition(shownName(name), item.type);
    return `${item.kind} ${shownName(name)}`;
  }

  #function(name: string, { async, parameters, result }: FunctionType): string {
    const shown = name.startsWith("[method]") ? parameters.slice(1) : parameters;
    const list = this.#list(
      shown,
      (parameter) => `${shownName(parameter.name)}: ${this.#use(parameter.type)}`,
    );
    const to = result === undefined ? "" : ` -> ${this.#use(result)}`;
    return `${async ? "async " : ""}func(${list})${to}`;
  }

  #definition(name: string, type: { readonly kind: string }): string {
    const known = this.#nameOf(type);
    if (known !== undefined && known !== name) return `type ${name} = ${known}`;
    if (type.kind === "resource") return `resource ${name}`;
    const content = this.#structure(type as ValueType);
    return isBraced(type.kind) ? `${type.kind} ${name} ${content}` : `type ${name} = ${content}`;
  }

  #nameOf(type: object): string | undefined {
    const name = this.#names.get(type);
    return name === undefined ? undefined : shownName(name);
  }

  #use(type: ValueType): string {
    this.#partsLeft--;
    if (this.#partsLeft < 0) return "…";
    const content = this.#nameOf(type) ?? this.#structure(type);
    return isBraced(type.kind) && content.startsWith("{") ? `${type.kind} ${content}` : content;
  }

  #structure(type: ValueType): string {
    switch (type.kind) {
      case "primitive":
        return type.name;
      case "record":
        return braces(
          this.#list(type.fields, (field) => `${shownName(field.name)}: ${this.#use(field.type)}`),
        );
      case "variant":
        return braces(
          this.#list(type.cases, ({ name, type: payload }) =>
            payload === undefined ? shownName(name) : `${shownName(name)}(${this.#use(payload)})`,
          ),
        );
      case "enum":
      case "flags":
        return braces(this.#list(type.names, shownName));
      case "list":
        return `list<${this.#use(type.element)}${type.length === undefined ? "" : `, ${type.length}`}>`;
      case "tuple":
        return `tuple<${this.#list(type.elements, (element) => this.#use(element))}>`;
      case "option":
        return `option<${this.#use(type.some)}>`;
      case "result":
        return this.#result(type.ok, type.err);
      case "own":
      case "borrow":
        return this.#handle(type);
      case "stream":
      case "future":
        return type.element === undefined ? type.kind : `${type.kind}<${this.#use(type.element)}>`;
      case "map":
        return `map<${this.#use(type.key)}, ${this.#use(type.value)}>`;
      default:
        // An item of another kind stands where a type should: the name of the kind is all there is to say.
        return (type as { readonly kind: string }).kind;
    }
  }

  #result(ok: ValueType | undefined, err: ValueType | undefined): string {
    if (ok === undefined && err === undefined) return "result";
    const first = ok === undefined ? "_" : this.#use(ok);
    return err === undefined ? `result<${first}>` : `result<${first}, ${this.#use(err)}>`;
  }

  #handle({ kind, resource }: ValueType & { readonly kind: "own" | "borrow" }): string {
    const name = this.#nameOf(resource) ?? shownName(resource.name || "a resource without a name");
    return kind === "own" ? name : `borrow<${name}>`;
  }

  #list<T>(parts: readonly T[], print: (part: T) => string): string {
    const printed: string[] = [];
    for (const part of parts) {
      this.#partsLeft--;
      if (this.#partsLeft < 0) {
        printed.push("…");
        break;
      }
      printed.push(print(part));
    }
    return printed.join(", ");
  }
}

const isBraced = (kind: string) =>
  kind === "record" || kind === "variant" || kind === "enum" || kind === "flags";

const braces = (content: string) => `{ ${content} }`;
