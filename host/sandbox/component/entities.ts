import type { CoreModule } from "../core-module/core-module.ts";
import type { ComponentNode, Definition } from "./nodes.ts";
import type { FunctionType, ValueType } from "./types.ts";

/** A resource while the component is being read; its name is found at the end. */
export interface ResourceEntity {
  readonly kind: "resource";
  name: string;
}

/** An instance type is evaluated anew for each use, for each use has its own resources. */
export interface InstanceTypeEntity {
  readonly kind: "instance-type";
  readonly definitions: readonly Definition[];
  readonly scope: Scope;
}

export type TypeEntity =
  | ValueType
  | FunctionType
  | ResourceEntity
  | InstanceTypeEntity
  | { readonly kind: "component-type" };

/** A component to be instantiated, with the scope its outer aliases look into; without a node it is not known. */
export interface ComponentEntity {
  readonly kind: "component";
  readonly node?: ComponentNode;
  readonly scope?: Scope;
}

export interface InstanceEntity {
  readonly kind: "instance";
  readonly items: ReadonlyMap<string, Entity>;
}

/** What stands behind a name: internally richer, and as such assignable to the public `Item`. */
export type Entity =
  | FunctionType
  | { readonly kind: "type"; readonly type: TypeEntity }
  | InstanceEntity
  | ComponentEntity
  | { readonly kind: "core-module"; readonly module?: CoreModule };

/** The index spaces of one component or instance type. */
export class Scope {
  readonly parent: Scope | undefined;
  readonly entities: { readonly [K in Entity["kind"]]: Entity[] } = {
    function: [],
    type: [],
    instance: [],
    component: [],
    "core-module": [],
  };

  constructor(parent: Scope | undefined) {
    this.parent = parent;
  }

  push(entity: Entity): void {
    this.entities[entity.kind].push(entity);
  }
}
