// Actions ask nobody and show nothing: nothing that they load, near or far, has the editor.
import assert from 'node:assert/strict';
import path from 'node:path';
import ts from 'typescript';
import { sources } from '../../../helpers/sources.ts';

const files = sources();

/** The modules whose values a file loads, then or later; types alone are gone once it is compiled. */
function loads(file: string, text: string): string[] {
  const found: string[] = [];
  const add = (specifier: ts.Node | undefined) => {
    if (specifier !== undefined && ts.isStringLiteral(specifier)) found.push(specifier.text);
  };
  const onlyTypes = (names: readonly (ts.ImportSpecifier | ts.ExportSpecifier)[]) =>
    names.length > 0 && names.every(({ isTypeOnly }) => isTypeOnly);
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      const { importClause: clause } = node;
      const named = clause?.namedBindings;
      const isOfTypes =
        clause?.phaseModifier === ts.SyntaxKind.TypeKeyword ||
        (clause?.name === undefined && named !== undefined && ts.isNamedImports(named) && onlyTypes(named.elements));
      if (!isOfTypes) add(node.moduleSpecifier);
    } else if (ts.isExportDeclaration(node) && !node.isTypeOnly) add(node.moduleSpecifier);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0]);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest));
  return found;
}

/** The ways from the files of a folder to the editor. */
function waysToEditor(texts: ReadonlyMap<string, string>, folder: string): string[] {
  const graph = new Map<string, readonly string[]>();
  const targets = (file: string): readonly string[] => {
    const known = graph.get(file) ?? loads(file, texts.get(file) ?? '');
    graph.set(file, known);
    return known.map((name) => (name.startsWith('.') ? path.posix.join(path.posix.dirname(file), name) : name));
  };
  const wayFrom = (start: string): string | string[] => {
    const ways = new Map<string, readonly string[]>([[start, [start]]]);
    for (const [file, way] of ways) {
      for (const target of targets(file)) if (!ways.has(target)) ways.set(target, [...way, target]);
    }
    return ways.get('vscode')?.join(' -> ') ?? [];
  };
  return [...texts.keys()].filter((file) => file.startsWith(folder)).flatMap(wayFrom);
}

describe('the actions', () => {
  const folder = [...files.keys()].find((file) => file.endsWith('vscode/actions/table.ts'))!.replace('table.ts', '');

  it('load nothing that has the editor', () => {
    assert.ok([...files.keys()].filter((file) => file.startsWith(folder)).length > 5);
    assert.deepEqual(waysToEditor(files, folder), []);
  });

  it('would be found to load it, however far away it is', () => {
    const made = new Map([
      ['actions/one.ts', "import { two } from '../two.ts'; import type { Four } from '../four.ts';"],
      ['two.ts', "export const two = () => import('./three.ts');"],
      ['three.ts', "export * from './five.ts';"],
      ['four.ts', "import * as vscode from 'vscode';"],
      ['five.ts', "import { window } from 'vscode';"],
    ]);
    assert.deepEqual(waysToEditor(made, 'actions/'), ['actions/one.ts -> two.ts -> three.ts -> five.ts -> vscode']);
  });
});
