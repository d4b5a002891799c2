import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { FspiopVersion } from '../../../connectors/mojaloop/api/media-type';

const requestSchema = z.looseObject({
  operationPath: z.string(),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.unknown().optional(),
});

/** A collection of the toolkit: requests to send one after the other, with assertions on what comes back. */
const collectionSchema = z.looseObject({
  name: z.string(),
  inputValues: z.record(z.string(), z.string()).default({}),
  test_cases: z.array(
    z.looseObject({ name: z.string(), requests: z.array(requestSchema).default([]) }),
  ),
});
export type Collection = z.output<typeof collectionSchema>;
export type CollectionRequest = z.output<typeof requestSchema>;

/**
 * Reads a collection so that it speaks the FSPIOP version. They are written in 1.0 throughout: in headers,
 * in what assertions expect and in the specification that they name.
 */
export function readCollection(file: string, version: FspiopVersion): Collection {
  const [major = '', minor = ''] = version.split('.');
  const text = readFileSync(file, 'utf8')
    .replaceAll('version=1.0', `version=${version}`)
    .replaceAll(/"minorVersion":\s*0/g, `"minorVersion": ${minor}`)
    .replaceAll(/"majorVersion":\s*1/g, `"majorVersion": ${major}`);
  const collection = collectionSchema.parse(JSON.parse(text));
  return {
    ...collection,
    test_cases: collection.test_cases.map((testCase) => ({
      ...testCase,
      requests: testCase.requests.map(lightened),
    })),
  };
}

/** For every request the toolkit sets up a sandbox for scripts: Postman's takes longer than all the rest. */
function lightened(request: CollectionRequest): CollectionRequest {
  return request['scripts'] === undefined ? { ...request, scriptingEngine: 'javascript' } : request;
}

export function withInputs(
  collection: Collection,
  inputs: Readonly<Record<string, string>>,
): Collection {
  return { ...collection, inputValues: { ...collection.inputValues, ...inputs } };
}
