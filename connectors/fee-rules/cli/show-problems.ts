/** Problems as compilers print them. */
import type { CellPlace, Problem, TextPlace } from '../language/problems';

/** `text`: what the problems of a text point into. */
export function showProblems(fileName: string, problems: readonly Problem[], text = ''): string {
  const lines = text.split('\n');
  return problems.map((problem) => showProblem(fileName, problem, lines)).join('');
}

function showProblem(fileName: string, problem: Problem, lines: readonly string[]): string {
  const { severity, code, message, hint } = problem;
  const where = 'sheet' in problem ? cellName(problem) : `${problem.line}:${problem.column}`;
  const excerpt = 'sheet' in problem ? [] : excerptAt(problem, lines[problem.line - 1] ?? '');
  return [
    `${fileName}:${where}: ${severity}: ${message} [${code}]`,
    ...excerpt,
    `  ${hint}`,
    '',
  ].join('\n');
}

const maxExcerpt = 120;

function excerptAt({ column, endColumn }: TextPlace, line: string): readonly string[] {
  const start = Math.max(0, column - 1 - maxExcerpt / 2);
  // A tab is as wide as a blank here, so that the caret stands under what is meant.
  const shown = line
    .slice(start, start + maxExcerpt)
    .replace(/[\s\p{Cc}]/gu, ' ')
    .trimEnd();
  const before = column - 1 - start;
  const width = Math.max(1, Math.min(endColumn - column, maxExcerpt - before));
  return [`  ${shown}`, `  ${' '.repeat(before)}${'^'.repeat(width)}`];
}

/** `Statements!B4`. */
function cellName({ sheet, row, column }: CellPlace): string {
  let letters = '';
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return `${sheet}!${letters}${row}`;
}
