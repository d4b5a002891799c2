import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';
import { errorInformation } from '../../common/fspiop-errors';
import type { ErrorInformation } from '../../common/contracts/fspiop';
import schemas from './generated/fspiop-schemas.json';

export type SchemaVersion = keyof typeof schemas;

/** Schemas of the FSPIOP OpenAPI files, by the names that the files give them. */
export type BodySchema = keyof (typeof schemas)['1.1'] & keyof (typeof schemas)['2.0'];

/** 1.0 has no schemas of its own: see generate.ts. */
export function schemaVersionOf(version: string): SchemaVersion {
  return version === '2.0' ? '2.0' : '1.1';
}

// OpenAPI has keywords of its own, and one error is enough: to list all would let a peer make us work.
const ajv = new Ajv({ strict: false, allErrors: false });
for (const [version, components] of Object.entries(schemas)) {
  ajv.addSchema({ components: { schemas: components } }, `fspiop-${version}`);
}

/** What is wrong with the body, naming the element; undefined when nothing is. */
export function bodyProblem(
  version: SchemaVersion,
  schema: BodySchema,
  body: unknown,
): ErrorInformation | undefined {
  const validate = validatorOf(version, schema);
  if (validate(body)) return undefined;
  return problemOf(validate.errors?.[0]);
}

function validatorOf(version: SchemaVersion, schema: BodySchema): ValidateFunction {
  // Compiled by ajv when it is first asked for, and kept.
  const validator = ajv.getSchema(`fspiop-${version}#/components/schemas/${schema}`);
  if (validator === undefined) throw new Error(`FSPIOP ${version} has no ${schema}`);
  return validator;
}

function problemOf(error: ErrorObject | undefined): ErrorInformation {
  const element = error?.instancePath.slice(1).replaceAll('/', '.') ?? '';
  if (error?.keyword === 'required') {
    const missing = (error.params as { missingProperty: string }).missingProperty;
    return errorInformation('MISSING_ELEMENT', element === '' ? missing : `${element}.${missing}`);
  }
  const detail = `${element === '' ? 'body' : element} ${error?.message ?? 'is not valid'}`;
  return errorInformation(
    error?.keyword === 'maxItems' ? 'TOO_MANY_ELEMENTS' : 'VALIDATION_ERROR',
    detail,
  );
}
