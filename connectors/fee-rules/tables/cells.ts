/** Reads what stands in one cell. */
import { Cursor } from '../language/cursor';
import type { Dictionary } from '../language/dictionary';
import { parseFactors } from '../language/parse-block';
import { parseOperand } from '../language/parse-values';
import { problemAt, type CellPlace, type Place, type Problem } from '../language/problems';
import { foldBlanks, isPlainText, describeToken } from '../language/tokens';
import type { ItemNode, NameNode, NumberNode, OperandNode, TextNode } from '../language/tree';
import type { PlacedCell } from './sheets';

type Product = Pick<ItemNode, 'operand' | 'factors'>;

export class CellReader {
  readonly problems: Problem[] = [];
  /** Whether all of the rule that is being read could be read. */
  isComplete = true;
  private readonly told = new Set<object>();

  constructor(readonly dictionary: Dictionary) {}

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
      const message = `This cell holds ${cell.unreadable}`;
      this.refuse(place, 'unreadable-cell', message, cell.hint);
    }
    return '';
  }

  /** Undefined for an empty cell. */
  name(placed: PlacedCell): NameNode | undefined {
    const text = foldBlanks(this.text(placed));
    if (text === '') return undefined;
    if (!isPlainText(text) || /\/\*|\*\//.test(text)) {
      const message = 'A name cannot hold /*, */ or characters that cannot be seen';
      this.refuse(placed.place, 'bad-name', message, 'Use letters, digits and blanks.');
    }
    return { text, place: placed.place };
  }

  /** A field by its name or path, a text in quotes, or a number. */
  operand(placed: PlacedCell): OperandNode | undefined {
    const { place } = placed;
    const text = this.text(placed);
    if (text === '') {
      this.refuseEmpty(placed, 'A value is missing here');
      return undefined;
    }
    const { fields } = this.dictionary;
    const field = fields.named(text);
    if (field !== undefined) return { kind: 'reference', path: field.path, place };
    if (/^[\p{L}_][^.[]*$/u.test(text)) {
      const meant = fields.nearestName(text);
      const hint = `${meant === undefined ? '' : `Did you mean ${meant}? `}Write "${text}" in quotes if it is a text.`;
      this.refuse(place, 'unknown-field', `There is no field ${text}`, hint);
      return undefined;
    }
    const operand = this.parse({ cell: text, place }, (cursor) =>
      parseOperand(cursor, 'A value stands here'),
    );
    return operand && { ...operand, place };
  }

  /** A text in quotes or a number, and what it is multiplied by. */
  product(placed: PlacedCell): Product | undefined {
    const { place } = placed;
    const text = this.text(placed);
    if (text.startsWith('*')) {
      const message = `What is multiplied by ${text.slice(1)}? The reference is missing`;
      this.refuse(place, 'percentage', message, 'Write Amount in the column Reference.');
      return undefined;
    }
    const product = this.parse<Product>(placed, (cursor) => {
      const operand = parseOperand(cursor, 'A value stands here');
      const factors = operand && parseFactors(cursor);
      return operand && factors && { operand: { ...operand, place }, factors };
    });
    return product && { ...product, factors: placeAt(product.factors, place) };
  }

  /** The value of an annotation: quotes may be left out. */
  setting({ cell, place }: PlacedCell): TextNode | NumberNode | undefined {
    const text = this.text({ cell, place });
    if (text === '') {
      this.refuseEmpty({ cell, place }, 'A value is missing here');
      return undefined;
    }
    const isQuoted = /^["“”„]/u.test(text);
    if (!isQuoted && !/^-?\d+$/.test(text)) return { kind: 'text', value: text, place };
    const node = this.parse({ cell: text, place }, (cursor) =>
      parseOperand(cursor, 'A value stands here'),
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
    const cursor = new Cursor(text.replace(/^[“”„]([^“”„"\\]*)[“”]$/u, '"$1"'));
    const node = read(cursor);
    for (const { code, message, hint } of cursor.problems) this.refuse(place, code, message, hint);
    if (cursor.problems.length > 0 || node === undefined) return undefined;
    if (cursor.token.kind === 'end') return node;
    const message = `Here stands ${describeToken(cursor.token)} too much`;
    const hint = 'Texts stand in double quotes: "Wallet". A rate stands behind *: *0.6%.';
    this.refuse(place, 'expected', message, hint);
    return undefined;
  }

  refuseEmpty({ cell, place }: PlacedCell, message: string): void {
    // What was refused for what it is was not left empty.
    if (typeof cell === 'string') this.refuse(place, 'empty-cell', message, 'Fill in this cell.');
  }
}

function placeAt(nodes: readonly NumberNode[], place: CellPlace): readonly NumberNode[] {
  return nodes.map((node) => ({ ...node, place }));
}
