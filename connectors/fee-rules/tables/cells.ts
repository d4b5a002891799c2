/** Reads what stands in one cell. */
import { storedLanguage, type Language } from '../../common/words/languages';
import { Cursor } from '../language/cursor';
import type { Dictionary } from '../language/dictionary';
import { parseFactors } from '../language/parse-block';
import { parseOperand } from '../language/parse-values';
import { problemAt, type CellPlace, type Place, type Problem } from '../language/problems';
import { ruleWords, type RuleWords } from '../language/rule-words';
import { foldBlanks, isPlainText, describeToken } from '../language/tokens';
import type { ItemNode, NameNode, NumberNode, OperandNode, TextNode } from '../language/tree';
import type { PlacedCell } from './sheets';
import { tableWords, type TableWords } from './table-words';

type Product = Pick<ItemNode, 'operand' | 'factors'>;

export class CellReader {
  readonly problems: Problem[] = [];
  /** Whether all of the rule that is being read could be read. */
  isComplete = true;
  private readonly told = new Set<object>();

  /** In the language of whoever reads what is wrong. */
  readonly said: TableWords;
  readonly rules: RuleWords;

  constructor(
    readonly dictionary: Dictionary,
    private readonly language: Language = storedLanguage,
  ) {
    this.said = tableWords[language];
    this.rules = ruleWords[language];
  }

  refuse(place: Place, code: string, message: string, hint: string): void {
    this.isComplete = false;
    this.problems.push(problemAt(place, code, message, hint));
  }

  /** Empty for an empty cell, and for one that cannot be read, which is told once. */
  text({ cell, place }: PlacedCell): string {
    if (typeof cell === 'string') return cell.trim();
    this.isComplete = false;
    if (!this.told.has(cell)) {
      this.told.add(cell);
      this.refuse(place, 'unreadable-cell', this.said.holds(cell.unreadable), cell.hint);
    }
    return '';
  }

  /** Undefined for an empty cell. */
  name(placed: PlacedCell): NameNode | undefined {
    const text = foldBlanks(this.text(placed));
    if (text === '') return undefined;
    if (!isPlainText(text) || /\/\*|\*\//.test(text)) {
      const { badNameInCell, useLetters } = this.said;
      this.refuse(placed.place, 'bad-name', badNameInCell, useLetters);
    }
    return { text, place: placed.place };
  }

  /** A field by its name or path, a text in quotes, or a number. */
  operand(placed: PlacedCell): OperandNode | undefined {
    const { place } = placed;
    const text = this.text(placed);
    if (text === '') {
      this.refuseEmpty(placed, this.said.valueMissing);
      return undefined;
    }
    const { fields } = this.dictionary;
    const field = fields.named(text);
    if (field !== undefined) return { kind: 'reference', path: field.path, place };
    if (/^[\p{L}_][^.[]*$/u.test(text)) {
      const meant = fields.nearestName(text);
      const { said } = this;
      const hint = meant === undefined ? said.quoteIfText(text) : said.meantOrQuote(meant, text);
      this.refuse(place, 'unknown-field', this.rules.noField(text), hint);
      return undefined;
    }
    const operand = this.parse({ cell: text, place }, (cursor) =>
      parseOperand(cursor, this.rules.valueHere),
    );
    return operand && { ...operand, place };
  }

  /** A text in quotes or a number, and what it is multiplied by. */
  product(placed: PlacedCell): Product | undefined {
    const { place } = placed;
    const text = this.text(placed);
    if (text.startsWith('*')) {
      const message = this.said.multipliedWhat(text.slice(1));
      this.refuse(place, 'percentage', message, this.said.writeReference);
      return undefined;
    }
    const product = this.parse<Product>(placed, (cursor) => {
      const operand = parseOperand(cursor, this.rules.valueHere);
      const factors = operand && parseFactors(cursor);
      return operand && factors && { operand: { ...operand, place }, factors };
    });
    return product && { ...product, factors: placeAt(product.factors, place) };
  }

  /** The value of an annotation: quotes may be left out. */
  setting({ cell, place }: PlacedCell): TextNode | NumberNode | undefined {
    const text = this.text({ cell, place });
    if (text === '') {
      this.refuseEmpty({ cell, place }, this.said.valueMissing);
      return undefined;
    }
    const isQuoted = /^["“”„]/u.test(text);
    if (!isQuoted && !/^-?\d+$/.test(text)) return { kind: 'text', value: text, place };
    const node = this.parse({ cell: text, place }, (cursor) =>
      parseOperand(cursor, this.rules.valueHere),
    );
    return node?.kind === 'reference' ? undefined : node && { ...node, place };
  }

  /** `*0.6%*-1`, or nothing. */
  factors(placed: PlacedCell): readonly NumberNode[] | undefined {
    const factors = this.parse(placed, parseFactors);
    return factors && placeAt(factors, placed.place);
  }

  /** The text in the cell must be all of what is read. */
  private parse<Node>(
    placed: PlacedCell,
    read: (cursor: Cursor) => Node | undefined,
  ): Node | undefined {
    const { place } = placed;
    const text = this.text(placed);
    if (typeof placed.cell !== 'string') return undefined;
    // A spreadsheet that means well makes quotes curly.
    const straight = text.replace(/^[“”„]([^“”„"\\]*)[“”]$/u, '"$1"');
    const cursor = new Cursor(straight, this.language);
    const node = read(cursor);
    for (const { code, message, hint } of cursor.problems) this.refuse(place, code, message, hint);
    if (cursor.problems.length > 0 || node === undefined) return undefined;
    if (cursor.token.kind === 'end') return node;
    const message = this.said.tooMuch(describeToken(cursor.token, this.rules));
    this.refuse(place, 'expected', message, this.said.rateBehind);
    return undefined;
  }

  refuseEmpty({ cell, place }: PlacedCell, message: string): void {
    // What was refused for what it is was not left empty.
    if (typeof cell === 'string') {
      this.refuse(place, 'empty-cell', message, this.said.fillIn);
    }
  }
}

function placeAt(nodes: readonly NumberNode[], place: CellPlace): readonly NumberNode[] {
  return nodes.map((node) => ({ ...node, place }));
}
