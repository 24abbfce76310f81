// The SDK's exported symbols as its own sources tell them: read with AssemblyScript's parser, which knows decorators,
// operators and the types that a TypeScript tool would show as `number`.
import { readFileSync } from "node:fs";
import { CommonFlags, NodeKind, Parser } from "assemblyscript";
import { docOf, isInternal } from "./doc-comment.mjs";

/**
 * @typedef {object} Member
 * @property {string} name
 * @property {string} signature As one declares it, without a body.
 * @property {string} doc "" when there is none.
 *
 * @typedef {object} ApiSymbol
 * @property {string} name
 * @property {"class" | "enum" | "function" | "constant" | "type"} kind
 * @property {string} signature
 * @property {string} doc "" when there is none.
 * @property {readonly Member[]} members Of a class or an enum, in the order of the source. Those of a base class that
 *   is not exported are among them.
 */

/**
 * Reads what `index.ts` of a folder exports, in its order. Throws for a syntax error, and for exports that it does not
 * know how to show.
 *
 * @param {URL} folder with a slash at its end
 * @returns {ApiSymbol[]}
 */
export function readApi(folder) {
  const sources = new SourceFolder(folder);
  const exported = exportsOf(sources.statements("index"));
  const names = new Set(exported.map(({ name }) => name));
  return exported.map(({ name, path }) => {
    const symbol = describe(sources, sources.declaration(path, name), names);
    if (symbol === undefined) throw new Error(`${path}.ts: can't document what ${name} is`);
    return { name, ...symbol };
  });
}

/** Files are named by their path from the folder, without `.ts`. */
class SourceFolder {
  #folder;
  /** @type {Map<string, readonly object[]>} */
  #parsed = new Map();

  constructor(folder) {
    this.#folder = folder;
  }

  statements(path) {
    if (!this.#parsed.has(path)) this.#parsed.set(path, this.#parse(path));
    return this.#parsed.get(path);
  }

  /** A declaration at a file's top, where it stands or through the file's imports. */
  declaration(path, name) {
    for (const statement of this.statements(path)) {
      if (statement.kind === NodeKind.Import) {
        const member = statement.declarations?.find((one) => one.name.text === name);
        if (member) return this.declaration(statement.internalPath, member.foreignName.text);
      }
      const declarations = statement.kind === NodeKind.Variable ? statement.declarations : [statement];
      const found = declarations.find((one) => one.name?.text === name);
      if (found) return { node: found, statement, path };
    }
    throw new Error(`${path}.ts: declares no ${name}`);
  }

  #parse(path) {
    const diagnostics = [];
    const parser = new Parser(diagnostics);
    parser.parseFile(readFileSync(new URL(`${path}.ts`, this.#folder), "utf8"), `${path}.ts`, true);
    if (diagnostics.length > 0) throw new Error(`${path}.ts: ${diagnostics[0].message}`);
    return parser.sources[0].statements;
  }
}

function exportsOf(statements) {
  return statements.flatMap((statement) => {
    if (statement.kind !== NodeKind.Export || !statement.members || !statement.internalPath) {
      throw new Error(`index.ts: expected only lines such as: export { Name } from "./file"`);
    }
    return statement.members.map((member) => {
      const name = member.localName.text;
      if (name !== member.exportedName.text) throw new Error(`index.ts: ${name} is exported by another name`);
      return { name, path: statement.internalPath };
    });
  });
}

function describe(sources, { node, statement, path }, exportedNames) {
  const name = node.name.text;
  const doc = docOf(statement);
  switch (node.kind) {
    case NodeKind.FunctionDeclaration:
      return { kind: "function", signature: `function ${name}${functionType(node)}`, doc, members: [] };
    case NodeKind.TypeDeclaration:
      return { kind: "type", signature: `type ${name} = ${textOf(node.type)}`, doc, members: [] };
    case NodeKind.VariableDeclaration:
      return { kind: "constant", signature: `const ${name}: ${textOf(node.type)}`, doc, members: [] };
    case NodeKind.EnumDeclaration:
      return { kind: "enum", signature: `enum ${name}`, doc, members: enumMembers(node) };
    case NodeKind.ClassDeclaration: {
      const members = classMembers(sources, { node, path }, exportedNames);
      const base = node.extendsType;
      const isBaseShown = base !== null && exportedNames.has(base.name.identifier.text);
      const heritage = isBaseShown ? ` extends ${textOf(base)}` : "";
      const modifier = node.is(CommonFlags.Abstract) ? "abstract " : "";
      return {
        kind: "class",
        signature: `${modifier}class ${name}${generics(node)}${heritage}`,
        doc,
        members,
      };
    }
  }
}

function enumMembers({ values }) {
  let next = 0;
  return values.map((value) => {
    const number = value.initializer ? Number(textOf(value.initializer)) : next;
    next = number + 1;
    return { name: value.name.text, signature: `${value.name.text} = ${number}`, doc: docOf(value) };
  });
}

function classMembers(sources, { node, path }, exportedNames) {
  const own = node.members.filter(
    (member) => !member.isAny(CommonFlags.Private | CommonFlags.Protected) && !isInternal(docOf(member)),
  );
  const members = own.map((member) => ({
    name: member.name.text,
    signature: memberSignature(member),
    doc: docOf(member),
  }));
  const base = node.extendsType?.name.identifier.text;
  if (base === undefined || exportedNames.has(base)) return members;
  const inherited = classMembers(sources, sources.declaration(path, base), exportedNames);
  const known = new Set(node.members.map(({ name }) => name.text));
  return [...members, ...inherited.filter(({ name }) => !known.has(name))];
}

function memberSignature(member) {
  const name = member.name.text;
  const modifiers = [
    ...(member.decorators ?? []).map(textOf).filter((text) => text.startsWith("@operator")),
    member.is(CommonFlags.Static) ? "static" : "",
    member.is(CommonFlags.Abstract) ? "abstract" : "",
    member.is(CommonFlags.Readonly) ? "readonly" : "",
    member.is(CommonFlags.Get) ? "get" : member.is(CommonFlags.Set) ? "set" : "",
  ].filter((word) => word !== "");
  const isField = member.kind === NodeKind.FieldDeclaration;
  return [...modifiers, name].join(" ") + (isField ? fieldType(member) : functionType(member));
}

/** With its first value, for a field that the author may set. */
function fieldType(field) {
  const isSettable = !field.is(CommonFlags.Readonly) && field.initializer !== null;
  return `: ${textOf(field.type)}${isSettable ? ` = ${textOf(field.initializer)}` : ""}`;
}

function functionType(node) {
  const { parameters, returnType } = node.signature;
  const shown = parameters.map(
    ({ name, type, initializer }) =>
      `${name.text.replace(/^_/, "")}: ${textOf(type)}${initializer ? ` = ${textOf(initializer)}` : ""}`,
  );
  const hasReturnType = node.name.text !== "constructor" && !node.is(CommonFlags.Set);
  return `${generics(node)}(${shown.join(", ")})${hasReturnType ? `: ${textOf(returnType)}` : ""}`;
}

function generics({ typeParameters }) {
  return typeParameters?.length ? `<${typeParameters.map(textOf).join(", ")}>` : "";
}

/** A node as it was written, on one line. */
function textOf(node) {
  const { source, start, end } = node.range;
  return source.text.slice(start, end).replace(/\s+/g, " ").trim();
}
