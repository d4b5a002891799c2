import type { Step } from '../language/dictionary';

/**
 * The value of a field in a transaction: the text at the first of its places that holds some. Numbers
 * are no texts: JSON has read them into doubles already, and money is never taken from one of those.
 */
export function readField(
  sources: readonly (readonly Step[])[],
  transaction: unknown,
): string | undefined {
  for (const steps of sources) {
    let value = transaction;
    for (const step of steps) {
      if (typeof value !== 'object' || value === null) {
        value = undefined;
        break;
      }
      value =
        typeof step === 'string'
          ? (value as Record<string, unknown>)[step]
          : extensionOf(value, step.extension);
    }
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
}

/** FSPIOP ExtensionList: `{extension: [{key, value}]}`. */
function extensionOf(list: object, key: string): unknown {
  const { extension } = list as { extension?: unknown };
  if (!Array.isArray(extension)) return undefined;
  const found: unknown = extension.find(
    (one: unknown) => typeof one === 'object' && one !== null && 'key' in one && one.key === key,
  );
  return (found as { value?: unknown } | undefined)?.value;
}
