import * as vscode from 'vscode';
import type { Region } from '../../requests/model.ts';
import { labelOf } from '../../requests/run/label.ts';
import type { CommandId } from '../commandIds.ts';
import { labelText } from '../uiText.ts';
import { quickFixes } from './diagnostics.ts';
import { lensSetting } from './others.ts';
import { isRequestFile, languageId, leavesTo, parsed } from './parsed.ts';
import type { Requests } from './requests.ts';

const selector: vscode.DocumentSelector = { language: languageId };

/** What the editor asks about request files. Everything said is plain data of src/requests, put into the editor's shapes. */
export function languageProviders(requests: Requests): vscode.Disposable {
  return vscode.Disposable.from(
    lenses(requests),
    vscode.languages.registerFoldingRangeProvider(selector, { provideFoldingRanges }),
    vscode.languages.registerDocumentSymbolProvider(selector, { provideDocumentSymbols }, { label: 'Wirebench' }),
    vscode.languages.registerCodeActionsProvider(selector, quickFixes, {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
  );
}

const verbs: Partial<Readonly<Record<string, string>>> = { serve: 'Start', run: 'Run', relay: 'Start' };

/** Send above each request, Run All at the top. */
function lenses({ runs }: Requests): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: (document) => {
      if (!isRequestFile(document) || lensSetting() === 'never') return [];
      const file = parsed(document);
      if (leavesTo(file)) return [];
      const requests = file.regions.filter((region) => region.item !== undefined);
      const lens = (region: Region, title: string, command: CommandId, ...args: unknown[]) => {
        const at = document.positionAt(region.item!.start);
        return new vscode.CodeLens(new vscode.Range(at, at), { title, command, arguments: [document.uri, ...args] });
      };
      const running = runs.isRunning(document.uri);
      return requests.flatMap((region, i) => {
        const made = [
          lens(region, `$(play) ${verbs[region.item!.kind] ?? 'Send'}`, 'wirebench.sendRequest', region.item!.start),
        ];
        if (i > 0) return made;
        if (requests.length > 1) made.push(lens(region, '$(run-all) Run All', 'wirebench.runAllRequests'));
        if (running) made.push(lens(region, '$(debug-stop) Cancel', 'wirebench.cancelRequests'));
        else if (runs.keeps(document.uri))
          made.push(lens(region, '$(stop-circle) Stop What It Started', 'wirebench.endRequestSession'));
        return made;
      });
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

function provideFoldingRanges(document: vscode.TextDocument): vscode.FoldingRange[] {
  return parsed(document).regions.flatMap((region) => {
    const first = document.positionAt(region.start).line;
    let last = document.positionAt(region.end).line;
    while (last > first && document.lineAt(Math.min(last, document.lineCount - 1)).isEmptyOrWhitespace) last--;
    const next = document.positionAt(region.end);
    if (next.character === 0 && last === next.line) last--;
    return last > first ? [new vscode.FoldingRange(first, last, vscode.FoldingRangeKind.Region)] : [];
  });
}

const symbolKinds: Partial<Readonly<Record<string, vscode.SymbolKind>>> = {
  serve: vscode.SymbolKind.Object,
  relay: vscode.SymbolKind.Object,
  run: vscode.SymbolKind.Event,
};

function provideDocumentSymbols(document: vscode.TextDocument): vscode.DocumentSymbol[] {
  const text = document.getText();
  const rangeOf = ({ start, end }: { start: number; end: number }) =>
    new vscode.Range(document.positionAt(start), document.positionAt(end));
  return parsed(document).regions.flatMap((region) => {
    const whole = rangeOf(region);
    const variables = region.variables.map(
      (variable) =>
        new vscode.DocumentSymbol(
          `@${labelText(variable.name.value)}`,
          labelText(variable.value.text),
          vscode.SymbolKind.Variable,
          rangeOf(variable),
          rangeOf(variable.name),
        ),
    );
    if (region.item === undefined) return variables;
    const line = document.lineAt(document.positionAt(region.item.start).line).text.trim();
    const label = labelOf(region, text);
    const symbol = new vscode.DocumentSymbol(
      labelText(label),
      label === line ? '' : labelText(line),
      symbolKinds[region.item.kind] ?? vscode.SymbolKind.Function,
      whole,
      whole.intersection(rangeOf(region.item)) ?? whole,
    );
    symbol.children = variables.filter((one) => whole.contains(one.range));
    return [symbol];
  });
}
