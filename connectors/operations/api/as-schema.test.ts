import { z } from 'zod';
import { asSchema } from './as-schema';

const schema = z.object({ variables: z.record(z.string(), z.number()) });

test('what fits is as the schema has it', () => {
  expect(asSchema(schema, { variables: { a: 1 }, more: true })).toEqual({ variables: { a: 1 } });
});

test('each wrong place is pointed at, whatever characters its name has', () => {
  const candidate = { variables: { 'a/b~c': 'x', d: 'y' } };
  const errors = [{ pointer: '/variables/a~1b~0c' }, { pointer: '/variables/d' }];
  expect(() => asSchema(schema, candidate)).toThrow(
    expect.objectContaining({
      status: 400,
      options: { errors: errors.map((one) => expect.objectContaining(one) as object) },
    }) as Error,
  );
});
