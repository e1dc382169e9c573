import * as vscode from 'vscode';
import { completions, type CompletionKind } from '../../requests/language/completions.ts';
import { hover } from '../../requests/language/hover.ts';
import {
  codeLenses,
  definition,
  folding,
  references,
  symbols,
  type FileSymbol,
  type Lens,
} from '../../requests/language/outline.ts';
import type { Range } from '../../requests/model.ts';
import { placeIn } from '../../requests/source.ts';
import { codeBlock } from '../../protocol/text/markdown.ts';
import { visible } from '../../protocol/text/visible.ts';
import type { CommandId } from '../manifest/commands.ts';
import { markdownOf } from '../markup.ts';
import { shorten } from '../uiText.ts';
import { quickFixes } from './diagnostics.ts';
import type { EnvironmentOf } from './environments.ts';
import { lensSetting } from './others.ts';
import { documentOf, homeOf, isRequestFile, languageId, leavesTo, parsed, rangeIn, sourceOf } from './parsed.ts';
import type { RequestRuns } from './runs.ts';
import { valuesOf, type ValueSources } from './values.ts';

const selector: vscode.DocumentSelector = { language: languageId };

/** The language features for request files. They convert plain data of src/requests into the editor's types. */
export function languageProviders(values: ValueSources & { readonly runs: RequestRuns }): vscode.Disposable {
  const { languages } = vscode;
  return vscode.Disposable.from(
    lenses(values.runs),
    languages.registerCompletionItemProvider(selector, completionProvider(values.environment), ...triggers),
    languages.registerHoverProvider(selector, hoverProvider(values)),
    languages.registerDefinitionProvider(selector, { provideDefinition }),
    languages.registerReferenceProvider(selector, { provideReferences }),
    languages.registerFoldingRangeProvider(selector, { provideFoldingRanges }),
    languages.registerDocumentSymbolProvider(selector, { provideDocumentSymbols }, { label: 'Wirebench' }),
    languages.registerCodeActionsProvider(selector, quickFixes, {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
  );
}

/** The location of a referenced place: in the document, or in a cell above it. */
function locationOf(document: vscode.TextDocument, { start, end }: Range): vscode.Location {
  const { part, offset } = placeIn(sourceOf(document), start);
  const there = documentOf(part.id) ?? document;
  return new vscode.Location(there.uri, rangeIn(there, { start: offset, end: offset + end - start }));
}

/** Send above each request, Run All at the top. */
function lenses(runs: RequestRuns): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const titles: Readonly<Record<Lens['kind'], readonly [title: string, command: CommandId]>> = {
    send: ['$(play) Send', 'wirebench.sendRequest'],
    start: ['$(play) Start', 'wirebench.sendRequest'],
    look: ['$(play) Check', 'wirebench.sendRequest'],
    runAll: ['$(run-all) Run All', 'wirebench.runAllRequests'],
  };
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: (document) => {
      if (!isRequestFile(document) || lensSetting() === 'never') return [];
      const file = parsed(document);
      if (leavesTo(file)) return [];
      const made = codeLenses(file).map(({ range, kind }) => {
        const [title, command] = titles[kind];
        const args = kind === 'runAll' ? [document.uri] : [document.uri, range.start];
        return new vscode.CodeLens(rangeIn(document, range), { title, command, arguments: args });
      });
      const [first] = made;
      const above = (title: string, command: CommandId) =>
        made.push(new vscode.CodeLens(first!.range, { title, command, arguments: [document.uri] }));
      if (first && runs.isRunning(document.uri.toString())) above('$(debug-stop) Cancel', 'wirebench.cancelRequests');
      else if (first && runs.hasStarted(sourceOf(document)))
        above('$(stop-circle) Stop Servers and Programs', 'wirebench.endRequestSession');
      return made;
    },
  };
  return vscode.Disposable.from(
    changed,
    vscode.languages.registerCodeLensProvider(selector, provider),
    runs.onDidChange(() => changed.fire()),
    vscode.extensions.onDidChange(() => changed.fire()),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('wirebench.requestFiles')) changed.fire();
    }),
  );
}

/** Characters that trigger completion, besides letters. */
const triggers = ['{', '@', ':', ' ', '?', '.', '/'];

const { CompletionItemKind: ItemKind } = vscode;
const itemKinds: Readonly<Record<CompletionKind, vscode.CompletionItemKind>> = {
  word: ItemKind.Keyword,
  method: ItemKind.Method,
  header: ItemKind.Field,
  option: ItemKind.Property,
  value: ItemKind.Value,
  behaviour: ItemKind.EnumMember,
  variable: ItemKind.Variable,
  system: ItemKind.Constant,
  request: ItemKind.Reference,
  tag: ItemKind.Keyword,
  subject: ItemKind.Property,
  predicate: ItemKind.Operator,
  separator: ItemKind.Snippet,
};
/** The completions that another extension offers too, if it handles the file's plain HTTP. */
const common: ReadonlySet<CompletionKind> = new Set(['method', 'header', 'system', 'variable', 'separator']);

function completionProvider(environment: EnvironmentOf): vscode.CompletionItemProvider {
  return {
    provideCompletionItems: async (document, position) => {
      const file = parsed(document);
      const { variables } = await environment(homeOf(document));
      const { ENCODINGS } = await import('../../protocol/text/encodings.ts');
      const offered = completions(file, document.offsetAt(position), {
        environment: variables,
        encodings: ENCODINGS.map(({ name }) => name),
      });
      const left = leavesTo(file);
      return offered
        .filter(({ kind }) => !left || !common.has(kind))
        .map(({ label, kind, insert, range, detail, more }, i) => {
          const description = detail === undefined ? '' : visible(shorten(detail, longestValue));
          const item = new vscode.CompletionItem(
            { label: visible(label), ...(description !== '' && { description }) },
            itemKinds[kind],
          );
          item.insertText = insert;
          item.range = rangeIn(document, range);
          item.filterText = document.getText(item.range) === '' ? label : insert;
          item.sortText = String(i).padStart(5, '0');
          if (more) item.command = { title: 'Suggest', command: 'editor.action.triggerSuggest' };
          return item;
        });
    },
  };
}

const longestValue = 1000;

function hoverProvider(sources: ValueSources): vscode.HoverProvider {
  return {
    provideHover: async (document, position) => {
      const file = parsed(document);
      const offset = document.offsetAt(position);
      const expressions = new Set<string>();
      hover(file, offset, (expression) => void expressions.add(expression));
      const values = await valuesOf(sources, document, offset, expressions);
      const found = hover(file, offset, (expression) => values.get(expression));
      if (found === undefined) return undefined;
      const value = found.value === undefined ? [] : [codeBlock(shorten(found.value, longestValue))];
      return new vscode.Hover([...found.paragraphs, ...value].map(markdownOf), rangeIn(document, found.range));
    },
  };
}

function provideDefinition(document: vscode.TextDocument, position: vscode.Position): vscode.Location | undefined {
  const found = definition(parsed(document), document.offsetAt(position));
  return found && locationOf(document, found);
}

function provideReferences(document: vscode.TextDocument, position: vscode.Position): vscode.Location[] {
  return references(parsed(document), document.offsetAt(position)).map((found) => locationOf(document, found));
}

function provideFoldingRanges(document: vscode.TextDocument): vscode.FoldingRange[] {
  return folding(parsed(document)).map((fold) => {
    const { start, end } = rangeIn(document, fold);
    return new vscode.FoldingRange(
      start.line,
      end.line,
      fold.kind === 'region' ? vscode.FoldingRangeKind.Region : undefined,
    );
  });
}

const symbolKinds: Readonly<Record<FileSymbol['kind'], vscode.SymbolKind>> = {
  request: vscode.SymbolKind.Function,
  server: vscode.SymbolKind.Object,
  program: vscode.SymbolKind.Event,
  relay: vscode.SymbolKind.Interface,
  connection: vscode.SymbolKind.Interface,
  variable: vscode.SymbolKind.Variable,
  check: vscode.SymbolKind.Boolean,
};

function provideDocumentSymbols(document: vscode.TextDocument): vscode.DocumentSymbol[] {
  const symbolOf = ({ name, detail, kind, range, selection, children }: FileSymbol): vscode.DocumentSymbol => {
    const whole = rangeIn(document, range);
    const chosen = whole.intersection(rangeIn(document, selection)) ?? whole;
    const symbol = new vscode.DocumentSymbol(visible(name) || ' ', visible(detail), symbolKinds[kind], whole, chosen);
    symbol.children = children.map(symbolOf);
    return symbol;
  };
  return symbols(parsed(document)).map(symbolOf);
}
