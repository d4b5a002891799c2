/** An API as its users read it, and what requests are held to. Both come from one file, openapi.yaml. */
import { readFileSync } from 'node:fs';
import type { ValidateFunction } from 'ajv/dist/2020';
import { parse as parseYaml } from 'yaml';
import { ajvOf } from './schema-errors';

export interface OpenApi<Document extends OpenApiDocument> {
  readonly document: Document;
  /** Of `#/components/schemas/<name>`. */
  schema<Value>(name: string): ValidateFunction<Value>;
  /** Of a schema that stands somewhere in the document. */
  compile(schema: object): ValidateFunction;
}

export interface OpenApiDocument {
  readonly info: { readonly title: string };
}

const documentName = 'api';

/**
 * @param file openapi.yaml
 * @param completed adds what follows from something else than the file
 */
export function readOpenApi<Document extends OpenApiDocument>(
  file: string,
  completed: (written: Document) => Document = (written) => written,
): OpenApi<Document> {
  const document = completed(parseYaml(readFileSync(file, 'utf8')) as Document);
  const ajv = ajvOf(documentName, document);
  return {
    document,
    schema: (name) => ajv.compile({ $ref: `${documentName}#/components/schemas/${name}` }),
    compile: (schema) => ajv.compile(pointingInto(schema) as object),
  };
}

/** A schema taken out of the document: its references are to the document. */
function pointingInto(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(pointingInto);
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) =>
      key === '$ref' && typeof value === 'string'
        ? [key, documentName + value]
        : [key, pointingInto(value)],
    ),
  );
}
