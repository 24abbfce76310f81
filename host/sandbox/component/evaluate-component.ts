import { UnsupportedWasm } from "../core-module/byte-reader.ts";
import type { CoreModule } from "../core-module/core-module.ts";
import {
  type ComponentEntity,
  type Entity,
  type InstanceEntity,
  type InstanceTypeEntity,
  Scope,
} from "./entities.ts";
import { TypeEvaluator, typeAt } from "./evaluate-types.ts";
import type { ComponentNode, Definition, ExternNode, Sort } from "./nodes.ts";

/** Definitions evaluated in all: instantiating doubles work at each level, and some file would never end. */
const maxSteps = 300_000;
/** Instantiations within instantiations. */
const maxDepth = 100;

export interface EvaluatedComponent {
  readonly imports: ReadonlyMap<string, Entity>;
  readonly exports: ReadonlyMap<string, Entity>;
  /** How often each core module is instantiated. */
  readonly instances: ReadonlyMap<CoreModule, number>;
}

/** Where a scope's imports come from and its exports go. */
interface Frame {
  readonly scope: Scope;
  /** What an instantiation gives; undefined in the outermost component, whose imports the host gives. */
  readonly args: ReadonlyMap<string, Entity> | undefined;
  readonly imports: Map<string, Entity>;
  readonly exports: Map<string, Entity>;
}

/**
 * Instantiates a component in thought: each definition in order, with types in place of values. Instances that
 * carry no type of their own get the one that follows from what they are made of. It does not validate: whatever
 * can't be followed is refused, the rest is the compiler's business.
 *
 * @throws UnsupportedWasm
 */
export function evaluateComponent(node: ComponentNode): EvaluatedComponent {
  const evaluator = new Evaluator();
  const frame = evaluator.run(node.definitions, new Scope(undefined), undefined);
  return { imports: frame.imports, exports: frame.exports, instances: evaluator.instances };
}

class Evaluator {
  readonly instances = new Map<CoreModule, number>();
  readonly #types = new TypeEvaluator();
  #steps = 0;
  #depth = 0;

  run(
    definitions: readonly Definition[],
    scope: Scope,
    args: ReadonlyMap<string, Entity> | undefined,
  ): Frame {
    if (this.#depth >= maxDepth) throw new UnsupportedWasm(`it instantiates deeper than ${maxDepth} levels`);
    this.#depth++;
    const frame: Frame = { scope, args, imports: new Map(), exports: new Map() };
    for (const definition of definitions) this.#define(definition, frame);
    this.#depth--;
    return frame;
  }

  #define(definition: Definition, frame: Frame): void {
    this.#spend(1);
    const { scope } = frame;
    switch (definition.kind) {
      case "core-module":
        scope.push(definition);
        break;
      case "core-instance":
        this.#countInstance(lookUp(scope, "core-module", definition.module));
        break;
      case "component":
        scope.push({ kind: "component", node: definition.component, scope });
        break;
      case "instantiate": {
        this.#spend(definition.args.length);
        const args = definition.args.flatMap(({ name, sort, index }) =>
          sort === "core" ? [] : [[name, lookUp(scope, sort, index)] as const],
        );
        scope.push(this.#instantiate(lookUp(scope, "component", definition.component), new Map(args)));
        break;
      }
      case "bundle": {
        this.#spend(definition.exports.length);
        const items = definition.exports.map(
          ({ name, sort, index }) => [name, lookUp(scope, sort, index)] as const,
        );
        scope.push({ kind: "instance", items: new Map(items) });
        break;
      }
      case "alias-export":
        scope.push(exportOf(lookUp(scope, "instance", definition.instance), definition));
        break;
      case "alias-outer":
        scope.push(lookUp(outerScope(scope, definition.count), definition.sort, definition.index));
        break;
      case "type": {
        const type = this.#types.evaluate(definition.type, scope);
        this.#spend(sizeOf(type));
        scope.push({ kind: "type", type });
        break;
      }
      case "lift":
        scope.push(this.#ofType({ kind: "function", type: definition.type }, scope));
        break;
      case "import":
        this.#import(definition.name, definition.type, frame);
        break;
      case "export": {
        const entity = lookUp(scope, definition.sort, definition.index);
        const ascribed = definition.type === undefined ? entity : this.#ofType(definition.type, scope);
        add(frame, "exports", definition.name, expectKind(ascribed, entity.kind, definition.name));
        break;
      }
      case "declare":
        add(frame, "exports", definition.name, this.#ofType(definition.type, scope));
        break;
    }
  }

  #import(name: string, type: ExternNode, frame: Frame): void {
    if (frame.args === undefined) {
      add(frame, "imports", name, this.#ofType(type, frame.scope));
      return;
    }
    const given = frame.args.get(name);
    if (given === undefined)
      throw new UnsupportedWasm(`a component inside it is not given its import ${name}`);
    add(frame, "imports", name, expectKind(given, type.kind === "resource" ? "type" : type.kind, name));
  }

  #instantiate(component: Entity, args: ReadonlyMap<string, Entity>): InstanceEntity {
    const { node, scope } = component as ComponentEntity;
    if (node === undefined)
      throw new UnsupportedWasm("it instantiates a component that the agent should give");
    return { kind: "instance", items: this.run(node.definitions, new Scope(scope), args).exports };
  }

  /** Something of the type given, as an import or a declaration brings it in. */
  #ofType(extern: ExternNode, scope: Scope): Entity {
    if (extern.kind === "core-module") return { kind: "core-module" };
    if (extern.kind === "resource") return { kind: "type", type: { kind: "resource", name: "" } };
    const type = typeAt(scope, extern.type);
    if (extern.kind === "type") return { kind: "type", type };
    if (extern.kind === "function" && type.kind === "function") return type;
    if (extern.kind === "component" && type.kind === "component-type") return { kind: "component" };
    if (extern.kind === "instance" && type.kind === "instance-type") return this.#instanceOf(type);
    throw new UnsupportedWasm(
      `type ${extern.type} is used as the type of a ${extern.kind}, but is a ${type.kind}`,
    );
  }

  #instanceOf({ definitions, scope }: InstanceTypeEntity): InstanceEntity {
    return { kind: "instance", items: this.run(definitions, new Scope(scope), undefined).exports };
  }

  #countInstance(entity: Entity): void {
    const module = entity.kind === "core-module" ? entity.module : undefined;
    if (module === undefined)
      throw new UnsupportedWasm("it instantiates a core module that the agent should give");
    this.instances.set(module, (this.instances.get(module) ?? 0) + 1);
  }

  #spend(steps: number): void {
    this.#steps += steps;
    if (this.#steps > maxSteps)
      throw new UnsupportedWasm(`instantiating it takes more than ${maxSteps} definitions`);
  }
}

function add(frame: Frame, to: "imports" | "exports", name: string, entity: Entity): void {
  if (frame[to].has(name)) throw new UnsupportedWasm(`it ${to} ${name} twice`);
  frame[to].set(name, entity);
  frame.scope.push(entity);
}

function lookUp(scope: Scope, sort: Sort, index: number): Entity {
  const found = sort === "core" ? undefined : scope.entities[sort][index];
  if (found === undefined) throw new UnsupportedWasm(`${sort} ${index} is used before it is defined`);
  return found;
}

function exportOf(instance: Entity, { name, sort }: { readonly name: string; readonly sort: Sort }): Entity {
  const found = (instance as InstanceEntity).items.get(name);
  if (found === undefined)
    throw new UnsupportedWasm(`it takes ${name} from an instance that has no such export`);
  return expectKind(found, sort, name);
}

function expectKind(entity: Entity, kind: Sort, name: string): Entity {
  if (entity.kind !== kind)
    throw new UnsupportedWasm(`${name} is a ${entity.kind} where a ${kind} is expected`);
  return entity;
}

function outerScope(scope: Scope, count: number): Scope {
  let outer: Scope | undefined = scope;
  for (let left = count; left > 0 && outer !== undefined; left--) outer = outer.parent;
  if (outer === undefined)
    throw new UnsupportedWasm(`an alias looks ${count} scopes out, further than there are`);
  return outer;
}

/** What a type takes in memory, roughly, so that the bound on steps bounds that too. */
function sizeOf(type: object): number {
  for (const part of Object.values(type)) if (Array.isArray(part)) return part.length;
  return 0;
}
