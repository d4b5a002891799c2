import { z } from 'zod';

const resultSchema = z.object({
  /** SKIPPED: the assertion's code ran through without asserting anything. */
  status: z.enum(['SUCCESS', 'FAILED', 'SKIPPED']),
  message: z.string().optional(),
});

const requestSchema = z.object({
  request: z.object({
    id: z.union([z.number(), z.string()]),
    description: z.string(),
    method: z.string(),
    path: z.string(),
    tests: z
      .object({
        assertions: z
          .array(
            z.object({
              id: z.union([z.number(), z.string()]),
              description: z.string(),
              resultStatus: resultSchema,
            }),
          )
          .default([]),
      })
      .optional(),
  }),
  response: z.object({ status: z.number(), body: z.unknown() }).partial().nullish(),
  callback: z.object({ url: z.string(), body: z.unknown() }).partial().nullish(),
});

/** What the toolkit answers when it has played a collection, as far as it is read. */
export const reportSchema = z.object({
  name: z.string(),
  test_cases: z.array(z.object({ name: z.string(), requests: z.array(requestSchema) })),
});
export type Report = z.output<typeof reportSchema>;
