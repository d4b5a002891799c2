import type { Scope as FeelScope } from '../feel/feel';
import { DateTime, Duration, type Value } from '../feel/values';
import type { Mapping } from './model';

/** Variables that the engine keeps: JSON, so that dates and durations are texts. */
export type Variables = Readonly<Record<string, Value>>;

/** The variables of a process, or of an element within it. What it does not have its parents may. */
export class Scope {
  private readonly own = new Map<string, Value>();

  constructor(readonly parent: Scope | undefined) {}

  get(name: string): Value | undefined {
    const value = this.own.get(name);
    return value === undefined ? this.parent?.get(name) : value;
  }

  setHere(variables: Variables): void {
    for (const [name, value] of Object.entries(variables)) this.own.set(name, kept(value));
  }

  /** Each where it is already, from here upwards; new ones at the top. */
  merge(variables: Variables): void {
    for (const [name, value] of Object.entries(variables)) this.mergeOne(name, value);
  }

  all(): Variables {
    return { ...this.parent?.all(), ...Object.fromEntries(this.own) };
  }

  private mergeOne(name: string, value: Value): void {
    if (this.parent === undefined || this.own.has(name)) this.own.set(name, kept(value));
    else this.parent.mergeOne(name, value);
  }
}

/** Dates and durations are kept as texts. What holds none, as all that comes from outside, is kept as it is. */
function kept(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof DateTime || value instanceof Duration) return value.toJSON();
  if (known.has(value)) return value;
  const plain = Array.isArray(value) ? keptList(value) : keptContext(value as Context);
  known.add(plain);
  return plain;
}

/** Variables as a gateway or worker sends them: JSON holds neither dates nor durations, and need not be looked through. */
export function variablesIn(document: string): Variables {
  const variables = JSON.parse(document) as Record<string, Value>;
  for (const name in variables) {
    const value = variables[name];
    if (typeof value === 'object' && value !== null) known.add(value);
  }
  return variables;
}

/** Those of these variables that there are, as one JSON text. */
export function documentOf(names: readonly string[], scope: Pick<Scope, 'get'>): string {
  const fields: string[] = [];
  for (const name of names) {
    const value = scope.get(name);
    if (value !== undefined) fields.push(`${JSON.stringify(name)}:${textOf(value)}`);
  }
  return `{${fields.join(',')}}`;
}

const texts = new WeakMap<object, string>();

/** JSON of a value that is kept. Nothing changes it, and each job asks for it: written once. */
function textOf(value: Value): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const text = texts.get(value) ?? JSON.stringify(value);
  texts.set(value, text);
  return text;
}

type Context = Readonly<Record<string, Value>>;

/** Nothing changes a value that is kept: each is looked through once. */
const known = new WeakSet();

function keptList(list: readonly Value[]): readonly Value[] {
  const all = list.map(kept);
  return all.every((one, at) => one === list[at]) ? list : all;
}

function keptContext(context: Context): Context {
  const entries = Object.entries(context).map(([name, value]) => [name, kept(value)] as const);
  return entries.every(([name, value]) => value === context[name])
    ? context
    : Object.fromEntries(entries);
}

/** All mappings of an element are one FEEL context: later ones see what earlier ones made. */
export function evaluated(
  all: readonly Mapping[],
  scope: Pick<Scope, 'get'>,
  now: () => number,
): Variables {
  const made: Record<string, Value> = {};
  const context: FeelScope = {
    now,
    get: (name) => made[name] ?? (name in made ? null : scope.get(name)),
  };
  for (const { source, target } of all) made[target] = source(context);
  return made;
}
