/** The engines that work for the same tenants, as one file names them: the same file for all of them. */
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { httpBaseUrl } from '../config/http-url';
import { mustBeSet, problemsOf } from '../config/problems';
import { engineNamePattern, engineRecordsSettings } from '../contracts/engine-records-topic';
import type { Clock, EpochMs, Logger } from '../runtime';
import { parseDateTime } from '../time';
import { watchFiles } from '../watched-files';
import { engineNumbersMax, type IdMaker } from './engine-mark';

const { ENGINE_NAME } = engineRecordsSettings.shape;

/** Settings of the process, of every role that must know the engines. */
export const enginesEnvironment = z.object({
  ENGINES_PATH: z
    .string()
    .optional()
    .describe(
      'File that names all engines which work for the same tenants (connectors/mojaloop/README.md, Several engines). None: this one is alone. Read again when it changes',
    ),
  ENGINES_TLS_DIRECTORY: z
    .string()
    .optional()
    .describe(
      'Folder with `tls.crt`, `tls.key` and `ca.crt` for what one engine hands to another: each shows this certificate, as server and as client, and lets in only those of that authority that bear a host name of ENGINES_PATH. Read again when it changes. Must be set where ENGINES_PATH names several',
    ),
  ENGINE_NAME,
});
type EnginesEnvironment = Pick<z.output<typeof enginesEnvironment>, 'ENGINES_PATH' | 'ENGINE_NAME'>;

const instant = z.string().transform((text, context): EpochMs => {
  const epochMs = parseDateTime(text);
  if (epochMs !== undefined) return epochMs;
  context.addIssue({ code: 'custom', message: 'is no date and time such as 2026-11-30T09:00:00Z' });
  return z.NEVER;
});

const period = z
  .strictObject({ since: instant, until: instant.optional() })
  .refine(({ since, until = Infinity }) => since < until, 'until must be after since');

const doorAddress = httpBaseUrl
  .refine((url) => url.startsWith('https://'), 'must begin with https://')
  .refine((url) => /^[^/]+:\/\/[^/]+$/.test(url), 'must have no path');

const engineSchema = z.strictObject({
  /** Its ENGINE_NAME. */
  name: z.string().regex(engineNamePattern, 'must be an ENGINE_NAME'),
  /** Stands in the ids that it makes: never given to another engine. */
  number: z
    .int()
    .min(0)
    .max(engineNumbersMax - 1),
  /** Base address of its door for the other engines, where FSPIOP's messages are handed on. */
  address: doorAddress,
  /** The same of its channel, where apps' requests are. */
  channel: doorAddress,
  /** Gets nothing new from then on, until it has been returned; with a list, several times. */
  drained: z
    .union([period, z.array(period)])
    .transform((periods) => [periods].flat())
    .prefault([]),
});
export type Engine = z.output<typeof engineSchema>;

const enginesMax = 64;

const enginesFileSchema = z.strictObject({
  engines: z.array(engineSchema).min(1).max(enginesMax),
  /** Which one has made the ids that bear no mark: the one that was alone before. */
  unmarkedIds: z.string().optional(),
});

export interface EngineList {
  readonly own: Engine;
  /** All of them, the own one too. */
  readonly all: readonly Engine[];
  readonly ofUnmarkedIds: Engine | undefined;
}

export interface Engines {
  /** As the file says now. */
  current(): EngineList;
}

/**
 * Undefined where there is no file: then this engine is alone.
 * @throws ConfigurationError that names the file and what is wrong in it
 */
export function openEngines(
  { ENGINES_PATH: path, ENGINE_NAME: ownName }: EnginesEnvironment,
  { clock, log }: { readonly clock: Pick<Clock, 'now'>; readonly log: Logger },
): Engines | undefined {
  if (path === undefined) return undefined;
  const current = watchFiles({
    ...{ paths: [path], clock, log },
    parse: ([file]) => {
      try {
        return readEngineList(file?.content ?? '', ownName);
      } catch (error) {
        throw new Error(`${path}: ${(error as Error).message}`, { cause: error });
      }
    },
  });
  return { current };
}

/** @throws Error with every problem of the file, but for its name */
export function readEngineList(text: string, ownName: string): EngineList {
  const parsed = enginesFileSchema.safeParse(parseYaml(text), { error: mustBeSet });
  if (!parsed.success) {
    throw new Error(problemsOf(parsed.error, { schema: enginesFileSchema }).join('; '));
  }
  const { engines: all, unmarkedIds } = parsed.data;
  const named = (name: string) => all.find((engine) => engine.name === name);
  const own = named(ownName);
  const ofUnmarkedIds = unmarkedIds === undefined ? undefined : named(unmarkedIds);
  const problems = [
    ...twice(all.map(({ name }) => name)).map((name) => `engine ${name} is there twice`),
    ...twice(all.map(({ number }) => number)).map((one) => `two engines have the number ${one}`),
    ...(own === undefined ? [`there is no engine ${ownName}, as ENGINE_NAME calls this one`] : []),
    ...(unmarkedIds !== undefined && ofUnmarkedIds === undefined
      ? [`unmarkedIds: there is no engine ${unmarkedIds}`]
      : []),
  ];
  if (own === undefined || problems.length > 0) throw new Error(problems.join('; '));
  return { own, all, ofUnmarkedIds };
}

/** Whether it is to get nothing new. */
export function isDrained({ drained }: Pick<Engine, 'drained'>, now: EpochMs): boolean {
  return drained.some(({ since, until = Infinity }) => since <= now && now < until);
}

/** What ids made here now say of their maker; undefined where there is one engine only. */
export function idMaker(engines: Engines | undefined, fspId: string): IdMaker | undefined {
  return engines && { fspId, engineNumber: engines.current().own.number };
}

function twice<Value>(values: readonly Value[]): Value[] {
  return [...new Set(values.filter((value, at) => values.indexOf(value) < at))];
}
