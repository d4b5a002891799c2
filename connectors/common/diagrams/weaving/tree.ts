/** Everything of a diagram that bears an id or an expression, wherever it stands. */
import type { ModdleElement } from 'bpmn-moddle';

/** The element and all within it, what it only refers to left out. */
export function allWithin(element: ModdleElement): ModdleElement[] {
  const inside = element.$descriptor.properties
    .filter(({ isReference }) => isReference !== true)
    .flatMap(({ name }) => element.get(name))
    .filter(isElement);
  return [element, ...inside.flatMap(allWithin)];
}

/** Texts that the engine works out. */
export function expressionsOf(element: ModdleElement): string[] {
  return element.$descriptor.properties
    .map(({ name }) => element.get(name))
    .filter((value) => typeof value === 'string')
    .filter((value) => value.startsWith('='));
}

function isElement(value: unknown): value is ModdleElement {
  return typeof value === 'object' && value !== null && '$descriptor' in value;
}
