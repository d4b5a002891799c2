import { join } from 'node:path';
import { z } from 'zod';
import { backOfficeSchema } from '../../connectors/common/contracts/back-office';
import { decisionAnswerSchema, decisionSchema } from '../../connectors/common/contracts/decisions';
import { journalMessageSchema } from '../../connectors/common/contracts/message-journal';
import { jsonText } from './json-text';

const folder = join(__dirname, '../../connectors/common/contracts/schemas');

const published = {
  'back-office': backOfficeSchema,
  'journal-message': journalMessageSchema,
  'operator-decision': decisionSchema,
  'operator-decision-answer': decisionAnswerSchema,
};

/** The records of topics that others may read or write, as JSON Schema: path and content of each file. */
export function publishedSchemas(): readonly (readonly [string, string])[] {
  return Object.entries(published).map(([name, schema]) => [
    join(folder, `${name}.json`),
    jsonText(z.toJSONSchema(schema, { io: 'input' })),
  ]);
}
