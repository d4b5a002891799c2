import { join } from 'node:path';
import { format } from 'prettier';
import { z } from 'zod';
import { backOfficeSchema } from '../../connectors/common/contracts/back-office';
import { decisionAnswerSchema, decisionSchema } from '../../connectors/common/contracts/decisions';

const folder = join(__dirname, '../../connectors/common/contracts/schemas');

const published = {
  'back-office': backOfficeSchema,
  'operator-decision': decisionSchema,
  'operator-decision-answer': decisionAnswerSchema,
};

/** The records of topics that others may read or write, as JSON Schema: path and content of each file. */
export function publishedSchemas(): Promise<readonly (readonly [string, string])[]> {
  return Promise.all(
    Object.entries(published).map(async ([name, schema]) => {
      const text = JSON.stringify(z.toJSONSchema(schema, { io: 'input' }));
      return [
        join(folder, `${name}.json`),
        await format(text, { parser: 'json', printWidth: 100 }),
      ] as const;
    }),
  );
}
