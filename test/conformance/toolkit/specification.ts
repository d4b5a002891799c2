import { readFileSync, writeFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import { z } from 'zod';

const fileSchema = z.looseObject({
  paths: z.looseObject({
    '/authorizations/{ID}': z.looseObject({
      get: z.looseObject({ parameters: z.array(z.unknown()) }),
    }),
  }),
  components: z.looseObject({
    schemas: z.looseObject({
      AuthenticationValue: z.looseObject({
        oneOf: z.array(z.unknown()).optional(),
        anyOf: z.array(z.unknown()).optional(),
      }),
    }),
  }),
});

/** FSPIOP 6.6.3.1. */
const query = {
  authenticationType: { $ref: '#/components/schemas/AuthenticationType' },
  retriesLeft: { type: 'string', pattern: '^[1-9]\\d*$' },
  amount: { $ref: '#/components/schemas/Amount' },
  currency: { $ref: '#/components/schemas/Currency' },
};

/**
 * Rights what the toolkit's description of authorizations has wrong. It has the query of GET /authorizations/{ID}, which the
 * standard requires, in its prose only, so it would refuse every such request: here it gets the parameters, all of
 * them required. And in 1.1 what was entered must be either a one-time password or a QR code's text, while each
 * one-time password fits both: here one of the two is enough, as in 2.0 and in the published 1.1.
 */
export function rightAuthorizations(file: string): void {
  const specification = fileSchema.parse(parse(readFileSync(file, 'utf8')));
  const { parameters } = specification.paths['/authorizations/{ID}'].get;
  for (const [name, schema] of Object.entries(query)) {
    parameters.push({ name, in: 'query', required: true, schema });
  }
  const { schemas } = specification.components;
  const { oneOf, ...value } = schemas.AuthenticationValue;
  if (oneOf !== undefined) schemas.AuthenticationValue = { ...value, anyOf: oneOf };
  writeFileSync(file, stringify(specification));
}
