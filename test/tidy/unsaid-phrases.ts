/** Phrases of the operators' page that nothing says, as TypeScript knows where each is read. */
import { join } from 'node:path';
import ts from 'typescript';

const page = join(__dirname, '../../connectors/operations/web');

/** By name: `workWords.acts.take`. */
export function unsaidPhrases(): string[] {
  const program = programOfPage();
  const checker = program.getTypeChecker();
  const sources = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(page));
  const phrases = new Map<ts.Node, string>();
  for (const source of sources) visitAll(source, (node) => notePhrases(node, phrases));
  for (const source of sources) {
    visitAll(source, (node) => {
      for (const symbol of saidBy(node, checker)) {
        for (const declaration of symbol?.declarations ?? []) phrases.delete(declaration);
      }
    });
  }
  return [...phrases.values()];
}

/** Without its tests: what only a test says nobody reads. */
function programOfPage(): ts.Program {
  const { config } = ts.readConfigFile(join(page, 'tsconfig.json'), (path) =>
    ts.sys.readFile(path),
  ) as { readonly config: unknown };
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, page);
  return ts.createProgram(
    fileNames.filter((name) => !name.endsWith('.test.ts')),
    options,
  );
}

function visitAll(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => visitAll(child, visit));
}

/** Of `const words = defineWords({ en: { … }, … })`: the other language has the same, or it does not compile. */
function notePhrases(node: ts.Node, phrases: Map<ts.Node, string>): void {
  if (!ts.isCallExpression(node) || node.expression.getText() !== 'defineWords') return;
  const [languages] = node.arguments;
  if (languages === undefined || !ts.isObjectLiteralExpression(languages)) return;
  const english = languages.properties.find((one) => one.name?.getText() === 'en');
  if (english === undefined || !ts.isPropertyAssignment(english)) return;
  const named = ts.isVariableDeclaration(node.parent) ? node.parent.name.getText() : '';
  const note = (group: ts.Expression, above: string): void => {
    if (!ts.isObjectLiteralExpression(group)) return;
    for (const one of group.properties) {
      const name = `${above}.${one.name?.getText() ?? ''}`;
      phrases.set(one, name);
      if (ts.isPropertyAssignment(one)) note(one.initializer, name);
    }
  };
  note(english.initializer, named);
}

type Symbols = readonly (ts.Symbol | undefined)[];

/** What is read by a node of the code; a group that goes where any of its phrases may be read is read as a whole. */
function saidBy(node: ts.Node, checker: ts.TypeChecker): Symbols {
  if (ts.isPropertyAccessExpression(node)) {
    return [checker.getSymbolAtLocation(node.name), ...saidAs(node, checker)];
  }
  if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent)) {
    const name = (node.propertyName ?? node.name).getText();
    return [checker.getTypeAtLocation(node.parent).getProperty(name)];
  }
  if (ts.isElementAccessExpression(node)) {
    const names = namesIn(checker.getTypeAtLocation(node.argumentExpression));
    return partsOf(checker.getTypeAtLocation(node.expression), names);
  }
  if (ts.isSpreadAssignment(node))
    return checker.getTypeAtLocation(node.expression).getProperties();
  return ts.isIdentifier(node) || ts.isCallExpression(node) ? saidAs(node, checker) : [];
}

/** Where it is taken for something else than it is. */
function saidAs(node: ts.Expression, checker: ts.TypeChecker): Symbols {
  const { parent } = node;
  if (ts.isCallExpression(parent) && /^Object\.\w+$/.test(parent.expression.getText())) {
    return checker.getTypeAtLocation(node).getProperties();
  }
  const wanted = ts.isExpression(node) ? checker.getContextualType(node) : undefined;
  if (wanted === undefined) return [];
  const own = checker.getTypeAtLocation(node);
  if (checker.getIndexInfosOfType(wanted).length > 0) return own.getProperties();
  const others = wanted.getProperties().filter((one) => {
    const same = own.getProperty(one.name);
    return same !== undefined && same.declarations?.[0] !== one.declarations?.[0];
  });
  return partsOf(own, new Set(others.map(({ name }) => name)));
}

/** Undefined: it may be any. */
function namesIn(type: ts.Type): ReadonlySet<string> | undefined {
  const all = type.isUnion() ? type.types : [type];
  const names = all.flatMap((one) => (one.isStringLiteral() ? one.value : []));
  return names.length === all.length ? new Set(names) : undefined;
}

function partsOf(type: ts.Type, names: ReadonlySet<string> | undefined): readonly ts.Symbol[] {
  return type.getProperties().filter(({ name }) => names?.has(name) ?? true);
}
