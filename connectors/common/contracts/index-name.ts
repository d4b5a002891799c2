import { z } from 'zod';

/** What an index or alias in Elasticsearch is called, or begins with. */
export const indexName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,99}$/, 'must be small letters, digits and dashes');
