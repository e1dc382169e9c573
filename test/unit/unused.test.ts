// Nothing in src that only tests use, and no export that nobody imports.
import assert from 'node:assert/strict';
import path from 'node:path';
import ts from 'typescript';
import { sources } from '../helpers/sources.ts';

/** Exports that no other file imports, each with its reason. */
const exceptedExports: Readonly<Record<string, string>> = {
  'src/vscode/extension.ts activate': 'the editor calls it',
  'src/vscode/extension.ts deactivate': 'the editor calls it',
  'src/webview/lab/renderer.tsx activate': 'the editor calls it for the outputs of a notebook',
  'src/webview/labProse/renderer.tsx activate': 'the editor calls it for the prose of a notebook',
  'src/requests/print.ts printRequestFile': 'answers are to be exported as a request file',
};

/** Members that nothing of ours reads, each with its reason. */
const exceptedMembers: Readonly<Record<string, string>> = {
  'src/net/http/http1.ts defaultPort': 'Node reads it of an agent',
  'src/net/http/http1.ts maxSockets': 'Node reads it of an agent',
  'src/net/http/http1.ts addRequest': 'Node calls it of an agent',
  'src/requests/xml/document.ts compareDocumentPosition': 'the library of XPath calls it of a node',
  'src/requests/xml/document.ts getAttributeNS': 'the library of XPath calls it of a node',
  'src/requests/xml/document.ts getElementById': 'the library of XPath calls it of a node',
};

interface Module {
  readonly exports: readonly string[];
  /** By file: the names that this module imports from it. */
  readonly imports: ReadonlyMap<string, ReadonlySet<string>>;
  /** The files that it imports as a whole: by `import * as`, or by an `import()` that is not taken apart on the spot. */
  readonly wholes: ReadonlySet<string>;
  /** Every identifier, as often as it stands there. */
  readonly words: ReadonlyMap<string, number>;
  /** The public members of its classes. */
  readonly members: readonly string[];
}

function isExported(node: ts.Node): boolean {
  return (
    ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
  );
}

/** The names that a statement exports. */
function exportsOf(statement: ts.Statement): string[] {
  if (ts.isExportDeclaration(statement)) {
    const { exportClause } = statement;
    return exportClause && ts.isNamedExports(exportClause) ? exportClause.elements.map(({ name }) => name.text) : [];
  }
  return isExported(statement) ? declared(statement) : [];
}

function declared(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name }) => namesIn(name));
  const { name } = statement as ts.DeclarationStatement;
  return name && ts.isIdentifier(name) ? [name.text] : [];
}

/** The properties that a pattern takes, or the one name. */
function namesIn(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => {
    if (ts.isOmittedExpression(element)) return [];
    const property = element.propertyName ?? element.name;
    return ts.isIdentifier(property) ? [property.text] : [];
  });
}

/** The names that are taken from an `import()` on the spot; undefined: it is passed on as a whole. */
function takenFrom(call: ts.Node): string[] | undefined {
  let node = call;
  while (ts.isParenthesizedExpression(node.parent) || ts.isAwaitExpression(node.parent)) node = node.parent;
  const { parent } = node;
  if (node !== call && ts.isPropertyAccessExpression(parent)) return [parent.name.text];
  if (node !== call && ts.isVariableDeclaration(parent) && ts.isObjectBindingPattern(parent.name))
    return namesIn(parent.name);
  return undefined;
}

/** What is public by its class alone: what a class it extends or implements asks for is used through that. */
function membersOf(node: ts.ClassLikeDeclaration): string[] {
  if (node.heritageClauses !== undefined) return [];
  return node.members.flatMap((member) => {
    const isHidden = ts.getCombinedModifierFlags(member) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected);
    return member.name && ts.isIdentifier(member.name) && !isHidden ? [member.name.text] : [];
  });
}

function read(file: string, source: string): Module {
  const kind = file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const parsed = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true, kind);
  const imports = new Map<string, Set<string>>();
  const wholes = new Set<string>();
  const words = new Map<string, number>();
  const members: string[] = [];
  const take = (from: ts.Node, names: readonly string[] | undefined): void => {
    if (!ts.isStringLiteral(from) || !from.text.startsWith('.')) return;
    const target = path.posix.join(path.posix.dirname(file), from.text);
    if (names === undefined) wholes.add(target);
    else imports.set(target, new Set([...(imports.get(target) ?? []), ...names]));
  };
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) words.set(node.text, (words.get(node.text) ?? 0) + 1);
    else if (ts.isImportDeclaration(node)) {
      const bindings = node.importClause?.namedBindings;
      const names =
        bindings && ts.isNamedImports(bindings)
          ? bindings.elements.map(({ name, propertyName }) => (propertyName ?? name).text)
          : undefined;
      if (node.importClause) take(node.moduleSpecifier, names);
      return;
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
      take(node.moduleSpecifier, exportsOf(node));
      return;
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      take(node.arguments[0]!, takenFrom(node));
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      take(node.argument.literal, node.qualifier ? [node.qualifier.getText().split('.')[0]!] : undefined);
    else if (ts.isModuleDeclaration(node) && ts.isStringLiteral(node.name) && node.body && ts.isModuleBlock(node.body))
      take(node.name, node.body.statements.flatMap(declared));
    else if (ts.isClassLike(node)) members.push(...membersOf(node));
    ts.forEachChild(node, visit);
  };
  visit(parsed);
  return { exports: parsed.statements.flatMap(exportsOf), imports, wholes, words, members };
}

type Files = ReadonlyMap<string, string>;
type Modules = ReadonlyMap<string, Module>;

function readAll(files: Files): Modules {
  return new Map([...files].map(([file, source]) => [file, read(file, source)]));
}

/** Whether a file's name is imported by another. */
function importedBy(modules: readonly Module[]): (file: string, name: string) => boolean {
  const names = new Set(
    modules.flatMap(({ imports }) =>
      [...imports].flatMap(([file, taken]) => [...taken].map((name) => `${file} ${name}`)),
    ),
  );
  const wholes = new Set(modules.flatMap((module) => [...module.wholes]));
  // A module that is passed on as a whole is taken apart elsewhere: by the name, which then stands in two files.
  const places = new Map<string, number>();
  for (const { words } of modules) for (const word of words.keys()) places.set(word, (places.get(word) ?? 0) + 1);
  return (file, name) => names.has(`${file} ${name}`) || (wholes.has(file) && (places.get(name) ?? 0) > 1);
}

/**
 * The exports that should not be, as `file name`: nothing that ships needs them, or nobody imports them. A part that its own file
 * needs may be exported for the tests that judge it by itself.
 * @param judges tests and measurements
 */
function needless(shipped: Modules, judges: Modules): string[] {
  const isNeeded = importedBy([...shipped.values()]);
  const isJudged = importedBy([...judges.values()]);
  return [...shipped].flatMap(([file, { exports, words }]) =>
    exports
      .filter((name) => !isNeeded(file, name) && !((words.get(name) ?? 0) > 1 && isJudged(file, name)))
      .map((name) => `${file} ${name}`),
  );
}

/** The public members of classes whose name stands nowhere else, as `file name`. */
function unusedMembers(modules: Modules): string[] {
  const uses = new Map<string, number>();
  for (const { words } of modules.values())
    for (const [word, times] of words) uses.set(word, (uses.get(word) ?? 0) + times);
  return [...modules].flatMap(([file, { members }]) =>
    members.filter((name) => uses.get(name) === 1).map((name) => `${file} ${name}`),
  );
}

function under(folder: string): [string, string][] {
  return [...sources(folder)].map(([file, text]) => [`${folder}/${file}`, text]);
}

describe('what src has', function () {
  this.timeout(60_000);
  let src: Modules;
  before(() => void (src = readAll(new Map(under('src')))));

  it('is needed by what ships, and exported only if somebody imports it', () => {
    const scripts = readAll(new Map(under('scripts')));
    const judges = readAll(new Map([...under('test'), ...under('bench')].filter(([, text]) => text.includes('src/'))));
    const found = needless(new Map([...src, ...scripts]), judges).filter((one) => one.startsWith('src/'));
    assert.deepEqual(found.sort(), Object.keys(exceptedExports).sort());
  });

  it('is public in a class only if something uses it', () => {
    assert.deepEqual(unusedMembers(src).sort(), Object.keys(exceptedMembers).sort());
  });

  it('is found whatever the kind of export and import', () => {
    const files = new Map([
      [
        'a/one.ts',
        'export const { one, two: deux } = x; export function three() {} export type Four = 1; const five = 5; export { five };',
      ],
      ['a/two.ts', "import { one as un } from './one.ts'; const { deux } = await import('./one.ts'); export {};"],
      [
        'b/three.tsx',
        "import type { Four } from '../a/one.ts'; export class Six { #a = 1; private b = 2; seven() {} }",
      ],
      ['b/four.ts', "export { three } from '../a/one.ts'; const six = () => import('./three.tsx'); (await six()).Six;"],
      ['b/five.ts', "import './four.ts'; type Five = import('../a/one.ts').five; export interface Eight {}"],
      ['b/six.ts', "declare module './five.ts' { interface Eight { nine: 9 } } export const ten = 10, eleven = ten;"],
    ]);
    const judges = new Map([
      ['test/one.ts', "import { three } from '../b/four.ts'; import { ten, eleven } from '../b/six.ts';"],
    ]);
    assert.deepEqual(needless(readAll(files), readAll(judges)), ['a/one.ts two', 'b/four.ts three', 'b/six.ts eleven']);
    assert.deepEqual(unusedMembers(readAll(files)), ['b/three.tsx seven']);
  });
});
