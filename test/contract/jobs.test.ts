/** The page on which whoever draws a diagram looks up what each job reads and writes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { variables } from '../../connectors/common/contracts/variables';
import { jobDefinitions } from '../kit/bpmn/job-definitions';

const page = readFileSync(join(__dirname, '../../connectors/common/contracts/jobs.md'), 'utf8');

/** What the page says: `[type, reads, writes]`. A job that two processes have stands there twice. */
const rows = [...page.matchAll(/^\| `([\w-]+:[\w-]+:\d+)` \| (.*) \| (.*?) ?\|$/gm)].map(
  ([, type = '', reads = '', writes = '']) => [type, reads, writes] as const,
);

/** The variables that a cell names, with those of the job that it is `as`. */
function named(cell: string): Set<string> {
  const words = (cell.match(/\w+/g) ?? []).filter((word) => Object.hasOwn(variables, word));
  const as = /\bas ([\w-]+)/.exec(cell)?.[1];
  const same = rows.find(([type]) => type.split(':')[1] === as);
  return new Set([...words, ...(same === undefined ? [] : named(same[1]))]);
}

function fieldsOf(schema: z.ZodType): Set<string> {
  if (!(schema instanceof z.ZodObject)) throw new Error('a worker reads and writes objects');
  return new Set(Object.keys(schema.shape));
}

test.each(rows)('%s reads and writes what the page says', (type, reads, writes) => {
  const worker = jobDefinitions.get(type);
  if (worker === undefined) throw new Error('there is no such job');
  expect(named(reads)).toEqual(fieldsOf(worker.input));
  expect(named(writes)).toEqual(fieldsOf(worker.output));
});

test('every job is on the page', () => {
  const missing = [...jobDefinitions.keys()].filter((type) => !page.includes(`\`${type}\``));
  expect(missing).toEqual([]);
});
