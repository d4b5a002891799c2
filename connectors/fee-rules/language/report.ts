/** Collects problems, so many as a person reads. */
import { storedLanguage, type Language } from '../../common/words/languages';
import { problemAt, type Place, type Problem } from './problems';
import { ruleWords, type RuleWords } from './rule-words';

const maxOfASeverity = 100;

export class Report {
  private readonly errors: Problem[] = [];
  private readonly warnings: Problem[] = [];
  /** In the language of whoever reads it. */
  readonly said: RuleWords;

  constructor(language: Language = storedLanguage) {
    this.said = ruleWords[language];
  }

  error(place: Place, code: string, message: string, hint: string): void {
    if (!this.isFull) this.errors.push(problemAt(place, code, message, hint));
  }

  warn(place: Place, code: string, message: string, hint: string): void {
    if (this.warnings.length < maxOfASeverity) {
      this.warnings.push(problemAt(place, code, message, hint, 'warning'));
    }
  }

  get hasErrors(): boolean {
    return this.errors.length > 0;
  }

  /** Nobody reads further errors: what makes them need not be looked into. */
  get isFull(): boolean {
    return this.errors.length >= maxOfASeverity;
  }

  get problems(): readonly Problem[] {
    return [...this.errors, ...this.warnings];
  }
}

/** In the order of the text, or of the sheets' rows; what was found twice stands there once. */
export function inOrder(problems: readonly Problem[]): readonly Problem[] {
  const different = new Map(problems.map((problem) => [JSON.stringify(problem), problem]));
  return [...different.values()].toSorted((left, right) => {
    const [a, b] = [coordinates(left), coordinates(right)];
    return a.sheet.localeCompare(b.sheet) || a.row - b.row || left.column - right.column;
  });
}

function coordinates(place: Place): { readonly sheet: string; readonly row: number } {
  return 'sheet' in place ? place : { sheet: '', row: place.line };
}
