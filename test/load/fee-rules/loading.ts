/** What it costs to load so many rules: run in a process of its own, with --expose-gc, it tells its parent. */
import { compileRules } from '../../../connectors/fee-rules/engine/compile';
import type { CompiledRules } from '../../../connectors/fee-rules/engine/compiled-rules';
import { standardDictionary } from '../../../connectors/fee-rules/language/dictionary';
import { loadFile } from '../../../connectors/fee-rules/language/load';
import { parse } from '../../../connectors/fee-rules/language/parse';
import { tariff, textOf } from './tariff';

export interface Loading {
  readonly size: number;
  readonly textMb: number;
  /** Times are CPU time. */
  readonly parseMs: number;
  /** With the canonical text and its hash. */
  readonly checkMs: number;
  readonly compileMs: number;
  /** Of the heap, when nothing is left but the compiled rules. */
  readonly retainedMb: number;
  /** Resident memory of the process before, and at most. */
  readonly beforeMb: number;
  readonly peakMb: number;
}

const bytesPerMb = 1024 * 1024;

function load(text: string): { compiled: CompiledRules; timesMs: readonly number[] } {
  const startedMs = cpuMs();
  const { file, problems } = parse(text);
  const parsedMs = cpuMs();
  const { ruleSet } = loadFile(file, problems, standardDictionary);
  const checkedMs = cpuMs();
  if (ruleSet === undefined) throw new Error('the rules are wrong');
  const compiled = compileRules(ruleSet);
  return {
    compiled,
    timesMs: [parsedMs - startedMs, checkedMs - parsedMs, cpuMs() - checkedMs],
  };
}

/** Of all threads: those that compile and collect garbage count too. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** As it comes from a file: in one piece, and with nothing left of what it was made of. */
function contentOf(size: number): Buffer {
  return Buffer.from(textOf(tariff(size)));
}

function measure(size: number): Loading {
  const content = contentOf(size);
  global.gc?.();
  const heapBefore = process.memoryUsage().heapUsed;
  const beforeMb = process.memoryUsage.rss() / bytesPerMb;
  const { compiled, timesMs } = load(content.toString());
  const [parseMs = 0, checkMs = 0, compileMs = 0] = timesMs;
  const peakMb = process.resourceUsage().maxRSS / 1024;
  global.gc?.();
  const retainedMb = (process.memoryUsage().heapUsed - heapBefore) / bytesPerMb;
  // Named here, so that it is not collected before.
  if (compiled.rules.length !== size) throw new Error('rules were lost');
  return {
    size,
    textMb: content.length / bytesPerMb,
    ...{ parseMs, checkMs, compileMs },
    ...{ retainedMb, beforeMb, peakMb },
  };
}

process.send?.(measure(Number(process.argv[2])));
