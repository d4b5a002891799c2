/** Bodies that fit the published FSPIOP schemas, and ways to spoil them. */
import fc, { type Arbitrary } from 'fast-check';
import schemas from '../../connectors/mojaloop/openapi/generated/fspiop-schemas.json';
import type { BodySchema, SchemaVersion } from '../../connectors/mojaloop/openapi/validators';

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

/** Lists of the standard go up to 10,000; what matters happens in short ones too. */
const itemsMax = 3;

/** Types whose patterns the generator of fast-check cannot read, or that allow what nobody means. */
const special: Readonly<Record<string, Arbitrary<unknown>>> = {
  DateTime: fc
    .date({ min: new Date('1000-01-02'), max: new Date('9998-12-30'), noInvalidDate: true })
    .map((date) => date.toISOString()),
  FirstName: fc.constantFrom('Asha', 'Nguyễn', '李', 'O‍K', "D'Arcy-Øst, jr."),
  MiddleName: fc.constantFrom('Bahati', 'von', 'é'),
  LastName: fc.constantFrom('Juma', 'ﷲ', 'ñandú'),
  Name: fc.constantFrom('Asha Juma', 'a', "shop, no. 1 - O'Neil"),
  // The file's own alternatives allow spaces, which its pattern then refuses.
  AuthenticationValue: fc.constantFrom('1234', 'QR-code', '{"x":1}'),
  PartyIdentifier: identifiers('grapheme'),
  PartySubIdOrType: identifiers('binary'),
};

function identifiers(unit: 'grapheme' | 'binary'): Arbitrary<string> {
  const any = fc.string({ minLength: 1, maxLength: 128, unit });
  return fc.oneof(
    { weight: 9, arbitrary: any.filter((text) => Array.from(text).length <= 128) },
    { weight: 1, arbitrary: fc.constantFrom('.', '..') },
  );
}

/** Any body that fits the schema. */
export function bodiesOf(version: SchemaVersion, name: BodySchema): Arbitrary<unknown> {
  const all = schemas[version] as Readonly<Record<string, Schema>>;
  const known = new Map<string, Arbitrary<unknown>>(Object.entries(special));
  const named = (reference: string): Arbitrary<unknown> => {
    const type = reference.split('/').at(-1) ?? '';
    const made = known.get(type) ?? arbitrary(all[type] ?? {});
    known.set(type, made);
    return made;
  };
  const arbitrary = (schema: Schema): Arbitrary<unknown> => {
    if (schema.$ref !== undefined) return named(schema.$ref);
    if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
    if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map(arbitrary));
    if (schema.allOf !== undefined) return arbitrary(schema.allOf[0] ?? {});
    if (schema.type === 'array') return list(schema);
    if (schema.type === 'object') return object(schema);
    if (schema.type === 'string') return text(schema);
    return fc.jsonValue({ maxDepth: 1 });
  };
  const list = ({ items = {}, minItems = 0, maxItems = itemsMax }: Schema) =>
    fc.array(arbitrary(items), {
      minLength: minItems,
      maxLength: Math.max(minItems, Math.min(maxItems, itemsMax)),
    });
  const object = ({ properties = {}, required = [] }: Schema) =>
    fc.record(
      Object.fromEntries(Object.entries(properties).map(([key, one]) => [key, arbitrary(one)])),
      { requiredKeys: [...required] },
    );
  return named(name);
}

function text({ pattern, minLength = 0, maxLength }: Schema): Arbitrary<string> {
  if (pattern === undefined) return fc.string({ minLength, maxLength: maxLength ?? 32 });
  return fc
    .stringMatching(new RegExp(pattern, 'u'))
    .filter((one) => one.length >= minLength && one.length <= (maxLength ?? Infinity));
}

/** Every pattern of the published files. */
export function patternsOf(version: SchemaVersion): string[] {
  const found = new Set<string>();
  const search = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, item] of Object.entries(value)) {
      if (key === 'pattern' && typeof item === 'string') found.add(item);
      else search(item);
    }
  };
  search(schemas[version]);
  return [...found];
}

/** Where in the body something is done: at the element that this number names, counted through. */
type Spoiler = (holder: Record<string, unknown>, key: string) => unknown;

/** Of a value that was spoilt before, String() may throw: it calls the value's own toString. */
const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

const spoilers: Readonly<Record<string, Spoiler>> = {
  drop: (holder, key) => {
    Reflect.deleteProperty(holder, key);
  },
  null: (holder, key) => (holder[key] = null),
  number: (holder, key) => (holder[key] = Number(holder[key]) || 17),
  boolean: (holder, key) => (holder[key] = true),
  list: (holder, key) => (holder[key] = [holder[key]]),
  object: (holder, key) => (holder[key] = { value: holder[key] }),
  empty: (holder, key) => (holder[key] = ''),
  huge: (holder, key) => (holder[key] = 'x'.repeat(40_000)),
  deep: (holder, key) => (holder[key] = nested(1_000)),
  'half a character': (holder, key) => (holder[key] = `${textOf(holder[key])}\ud800`),
  controls: (holder, key) => (holder[key] = `\u0000\u202e${textOf(holder[key])}`),
  extra: (holder) => (holder['surprise'] = nested(10)),
  'a prototype': (holder) => {
    Object.defineProperty(holder, '__proto__', { value: { polluted: true }, enumerable: true });
  },
  'a constructor': (holder) => (holder['constructor'] = { prototype: { polluted: true } }),
};
export const spoilerNames = Object.keys(spoilers);

function nested(depth: number): unknown {
  let value: unknown = 'bottom';
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { value };
  return value;
}

/** A copy of the body with one of its elements spoiled. */
export function spoiled(body: unknown, how: string, where: number): unknown {
  const copy = structuredClone(body);
  const places: [Record<string, unknown>, string][] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const holder = value as Record<string, unknown>;
    for (const key of Object.keys(holder)) {
      places.push([holder, key]);
      visit(holder[key]);
    }
  };
  visit(copy);
  const place = places[where % Math.max(1, places.length)];
  if (place !== undefined) spoilers[how]?.(...place);
  return copy;
}
