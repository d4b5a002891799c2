/**
 * What came with a request, in one process variable: the engine writes each variable of a start message twice, and a
 * payment has many that only workers read. They know each by its own name, as before 0.2.0, when each was a variable of
 * its own (and still is in processes that began then).
 */
export const arrivalVariable = 'arrival';

type Variables = Readonly<Record<string, unknown>>;

/** A variable of the process itself goes before one that came with the request. */
export function withArrival(variables: Variables): Variables {
  const arrival = variables[arrivalVariable];
  if (typeof arrival !== 'object' || arrival === null) return variables;
  const own = Object.entries(variables).filter(([, value]) => value !== null);
  return { ...variables, ...arrival, ...Object.fromEntries(own) };
}
