import { z } from 'zod';
import { httpBaseUrl } from '../../config/http-url';

export const elasticsearchEnvironment = z
  .object({
    ELASTICSEARCH_URLS: z
      .string()
      .default('http://127.0.0.1:9200')
      .transform((text) => text.split(',').map((one) => one.trim()))
      .pipe(z.array(httpBaseUrl))
      .describe('Where Elasticsearch (8.x) is reached, several with commas: they take turns'),
    ELASTICSEARCH_API_KEY: z
      .string()
      .optional()
      .describe('API key, as Elasticsearch gives it under `encoded`'),
    ELASTICSEARCH_USERNAME: z
      .string()
      .optional()
      .describe('User, where there is no API key; none: nobody logs in'),
    ELASTICSEARCH_PASSWORD: z.string().optional().describe('Password of that user'),
    ELASTICSEARCH_TLS_DIRECTORY: z
      .string()
      .optional()
      .describe(
        'Folder with the `ca.crt` that Elasticsearch is believed by, if no public one, and our own `tls.crt` and `tls.key`, if it wants one. Read again when it changes',
      ),
  })
  .refine(
    (settings) =>
      settings.ELASTICSEARCH_API_KEY === undefined || settings.ELASTICSEARCH_USERNAME === undefined,
    { path: ['ELASTICSEARCH_API_KEY'], error: 'an API key or a user, not both' },
  );

export type ElasticsearchSettings = z.output<typeof elasticsearchEnvironment>;
