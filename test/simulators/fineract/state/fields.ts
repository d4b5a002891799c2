import { Exact } from './decimal';
import { invalid, Unmapped, type FieldError } from './errors';

export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Text of a field; numbers and booleans become text, blank text and everything else is as good as absent. */
export function text(object: JsonObject, name: string): string | undefined {
  const value = object[name];
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

export function objectField(object: JsonObject, name: string): JsonObject | undefined {
  const value = object[name];
  if (value === undefined) return undefined;
  if (!isJsonObject(value)) throw new Unmapped(`java.lang.ClassCastException: ${name}`);
  return value;
}

export function arrayField(object: JsonObject, name: string): readonly unknown[] | undefined {
  const value = object[name];
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) throw new Unmapped(`java.lang.ClassCastException: ${name}`);
  return value as readonly unknown[];
}

/** Commas may stand anywhere. */
const decimalText = /^-?\d[\d,]*(\.\d+)?$/;

/** A JSON number, or text as people in the United States write it (`1,000.50`). */
export function decimalField(object: JsonObject, name: string): Exact | undefined {
  const value = text(object, name);
  if (value === undefined) return undefined;
  if (typeof object[name] === 'number') return new Exact(value);
  if (decimalText.test(value)) return new Exact(value.replaceAll(',', ''));
  throw invalid([
    {
      code: 'validation.msg.invalid.decimal.format',
      parameter: name,
      value,
      message: `The parameter \`${name}\` has value: ${value} which is invalid decimal value for provided locale of [en_US].`,
      args: [value, 'en_US'],
    },
  ]);
}

/** An unknown name is an exception in Fineract, not a 400: Enum.valueOf. */
export function enumField<T extends string>(value: string | undefined, allowed: readonly T[]): T {
  const found = allowed.find((name) => name === value);
  if (found === undefined)
    throw new Unmapped(`java.lang.IllegalArgumentException: No enum constant ${String(value)}`);
  return found;
}

export function rejectUnknownFields(object: JsonObject, known: readonly string[]): void {
  const unknown = Object.keys(object).filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw invalid(
    unknown.map((name) => ({
      code: 'error.msg.parameter.unsupported',
      parameter: name,
      message: `The parameter ${name} is not supported.`,
      args: [name],
    })),
  );
}

/** Collects faults as Fineract does, which adds its list to itself with each group of fields it merges. */
export class Validator {
  private readonly errors: FieldError[] = [];

  constructor(private readonly resource: string) {}

  mandatory(parameter: string, value: unknown): void {
    if (value !== undefined) return;
    this.add('cannot.be.blank', parameter, `The parameter \`${parameter}\` is mandatory.`, [
      undefined,
    ]);
  }

  zeroOrMore(parameter: string, value: Exact | undefined): void {
    if (value === undefined || !value.isNegative() || value.isZero()) return;
    const message = `The parameter \`${parameter}\` must be greater than or equal to 0.`;
    this.add('not.zero.or.greater', parameter, message, [value.toNumber(), 0]);
  }

  atMost(parameter: string, value: string | undefined, length: number): void {
    if (value === undefined || value.length <= length) return;
    const message = `The parameter \`${parameter}\` exceeds max length of ${length}.`;
    this.add('exceeds.max.length', parameter, message, [length, value]);
  }

  oneOf(parameter: string, value: string | undefined, allowed: readonly string[]): void {
    if (value !== undefined && allowed.includes(value)) return;
    const message = `The parameter \`${parameter}\` must be one of [ ${allowed.join(', ')} ] .`;
    this.add('is.not.one.of.expected.enumerations', parameter, message, [value, allowed]);
  }

  merge(): void {
    this.errors.push(...this.errors);
  }

  get hasErrors(): boolean {
    return this.errors.length > 0;
  }

  throwErrors(): void {
    if (this.hasErrors) throw invalid(this.errors);
  }

  private add(rule: string, parameter: string, message: string, args: readonly unknown[]): void {
    this.errors.push({
      code: `validation.msg.${this.resource}.${parameter}.${rule}`,
      parameter,
      message,
      args,
    });
  }
}
