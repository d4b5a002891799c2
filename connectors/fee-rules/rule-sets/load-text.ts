/** What loading a text comes to, and what of it crosses from the thread that does it. Plain data. */
import { loadRules } from '../language/load';
import { standardDictionary } from '../language/dictionary';
import type { Problem } from '../language/problems';
import { compileRules } from '../engine/compile';
import type { CompiledRules } from '../engine/compiled-rules';

export interface LoadRequest {
  readonly text: string;
  /** Without it the text is only checked. */
  readonly compile: boolean;
}

export interface LoadAnswer {
  /** Errors and warnings, in the order of the text. */
  readonly problems: readonly Problem[];
  /** Only without errors. */
  readonly ruleSet: { readonly id: string; readonly text: string } | undefined;
  readonly compiled: CompiledRules | undefined;
}

export function loadText({ text, compile }: LoadRequest): LoadAnswer {
  const { problems, ruleSet } = loadRules(text, standardDictionary);
  if (ruleSet === undefined) return { problems, ruleSet, compiled: undefined };
  return {
    problems,
    ruleSet: { id: ruleSet.id, text: ruleSet.text },
    compiled: compile ? compileRules(ruleSet) : undefined,
  };
}
