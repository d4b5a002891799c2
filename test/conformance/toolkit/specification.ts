import { readFileSync, writeFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import { z } from 'zod';

const fileSchema = z.looseObject({
  paths: z.looseObject({
    '/authorizations/{ID}': z.looseObject({
      get: z.looseObject({ parameters: z.array(z.unknown()) }),
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
 * The toolkit's description of GET /authorizations/{ID} has the query, which the standard requires, in its prose only;
 * so the toolkit would refuse every such request. Here it gets the parameters, all of them required.
 */
export function describeAuthorizationsQuery(file: string): void {
  const specification = fileSchema.parse(parse(readFileSync(file, 'utf8')));
  const { parameters } = specification.paths['/authorizations/{ID}'].get;
  for (const [name, schema] of Object.entries(query)) {
    parameters.push({ name, in: 'query', required: true, schema });
  }
  writeFileSync(file, stringify(specification));
}
