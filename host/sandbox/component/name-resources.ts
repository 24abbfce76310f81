import type { Entity } from "./entities.ts";

/**
 * Gives each resource the name it is known by from outside: `<instance>.<name>`, by the first place where it shows.
 * Imports go first: what is imported keeps its owner's name where it is exported again.
 */
export function nameResources(...sides: readonly ReadonlyMap<string, Entity>[]): void {
  for (const side of sides) {
    for (const [name, entity] of side) {
      nameResource(entity, name);
      if (entity.kind !== "instance") continue;
      for (const [inner, item] of entity.items) nameResource(item, `${name}.${inner}`);
    }
  }
}

function nameResource(entity: Entity, name: string): void {
  if (entity.kind === "type" && entity.type.kind === "resource" && entity.type.name === "")
    entity.type.name = name;
}
