import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { FspiopVersion } from '../../../connectors/mojaloop/api/media-type';

/** A collection of the toolkit: requests to send one after the other, with assertions on what comes back. */
export const collectionSchema = z.looseObject({
  name: z.string(),
  inputValues: z.record(z.string(), z.unknown()).default({}),
  test_cases: z.array(
    z.looseObject({ name: z.string(), requests: z.array(z.looseObject({})).default([]) }),
  ),
});
export type Collection = z.output<typeof collectionSchema>;

/**
 * Reads a collection so that it speaks the FSPIOP version: the toolkit's own are written in 1.0 throughout,
 * in headers, in what assertions expect and in the specification that they name.
 */
export function readCollection(
  file: string,
  version: FspiopVersion,
  inputValues: Readonly<Record<string, string>>,
): Collection {
  const [major = '', minor = ''] = version.split('.');
  const text = readFileSync(file, 'utf8')
    .replaceAll('version=1.0', `version=${version}`)
    .replaceAll(/"minorVersion":\s*0/g, `"minorVersion": ${minor}`)
    .replaceAll(/"majorVersion":\s*1/g, `"majorVersion": ${major}`);
  const collection = collectionSchema.parse(JSON.parse(text));
  return { ...collection, inputValues: { ...collection.inputValues, ...inputValues } };
}
