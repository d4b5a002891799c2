import { withArrival } from '../contracts/arrival';
import type { RawJob } from './gateway-protocol';

type Variables = Readonly<Record<string, unknown>>;

const read = new WeakMap<RawJob, Variables>();

/** Parsed once, for whoever asks. @throws SyntaxError */
export function variablesOf(job: RawJob): Variables {
  const known = read.get(job);
  if (known !== undefined) return known;
  const variables = withArrival(JSON.parse(job.variables) as Variables);
  read.set(job, variables);
  return variables;
}
