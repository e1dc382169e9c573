import { presentationOf } from '../../requests/words/table.ts';
import * as vscode from 'vscode';
import { formatBytes, formatDuration } from '../../base/quantities.ts';
import { visible } from '../../protocol/text/visible.ts';
import { checkHover } from '../../requests/language/hover.ts';
import type { CheckOutcome, RequestOutcome } from '../../requests/run/outcome.ts';
import { markdownOf } from '../markup.ts';
import { shorten } from '../uiText.ts';
import type { PlacedOutcome } from './outcomes.ts';
import { isRequestFile } from './parsed.ts';
import type { RequestRuns } from './runs.ts';
import { foundText, toneOf, verdictOf } from './verdict.ts';

type Look = 'passed' | 'failed' | 'plain' | 'running';

/**
 * Colours that every theme has and that are readable as text: the testing colours are for icons, and high contrast has
 * no `iconFailed`.
 */
const looks: Readonly<Record<Look, { readonly mark: string; readonly color: string; readonly ruler?: string }>> = {
  passed: { mark: '✓', color: 'charts.green' },
  failed: { mark: '✗', color: 'errorForeground', ruler: 'errorForeground' },
  plain: { mark: '', color: 'editorCodeLens.foreground' },
  running: { mark: '…', color: 'editorCodeLens.foreground' },
};

const longest = 120;

/** Shows the outcome of each request and each check after its line. */
export function decorations(runs: RequestRuns): vscode.Disposable {
  const types = Object.fromEntries(
    Object.entries(looks).map(([look, { color, ruler }]) => [
      look,
      vscode.window.createTextEditorDecorationType({
        rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
        after: { margin: '0 0 0 2em', color: new vscode.ThemeColor(color) },
        ...(ruler && {
          overviewRulerColor: new vscode.ThemeColor(ruler),
          overviewRulerLane: vscode.OverviewRulerLane.Right,
        }),
      }),
    ]),
  ) as Record<Look, vscode.TextEditorDecorationType>;
  const paint = (editor: vscode.TextEditor) => {
    const marks: Record<Look, vscode.DecorationOptions[]> = { passed: [], failed: [], plain: [], running: [] };
    for (const placed of runs.outcomes(editor.document.uri.toString()).all) {
      for (const { look, options } of marksOf(editor.document, placed)) marks[look].push(options);
    }
    for (const [look, type] of Object.entries(types)) editor.setDecorations(type, marks[look as Look]);
  };
  const paintAll = (id?: string) => {
    for (const editor of vscode.window.visibleTextEditors) {
      if (isRequestFile(editor.document) && (id === undefined || editor.document.uri.toString() === id)) paint(editor);
    }
  };
  return vscode.Disposable.from(
    ...Object.values(types),
    runs.onDidChange(paintAll),
    vscode.window.onDidChangeVisibleTextEditors(() => paintAll()),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (isRequestFile(document)) paintAll(document.uri.toString());
    }),
  );
}

interface Mark {
  readonly look: Look;
  readonly options: vscode.DecorationOptions;
}

function marksOf(document: vscode.TextDocument, { outcome, place, checks }: PlacedOutcome): Mark[] {
  const marks: Mark[] = [];
  if (place !== undefined) marks.push(at(document, place.start, lookOf(outcome), requestText(outcome), undefined));
  outcome.checks.forEach((check, i) => {
    const where = checks[i];
    if (where !== undefined)
      marks.push(at(document, where.start, check.state === 'passed' ? 'passed' : 'failed', checkText(check), check));
  });
  return marks;
}

function at(
  document: vscode.TextDocument,
  offset: number,
  look: Look,
  text: string,
  check: CheckOutcome | undefined,
): Mark {
  const line = document.lineAt(document.positionAt(Math.min(offset, document.getText().length)).line);
  const contentText = `${looks[look].mark} ${shorten(visible(text), longest)}`.trim();
  return {
    look,
    options: {
      range: new vscode.Range(line.range.end, line.range.end),
      renderOptions: { after: { contentText } },
      ...(check && { hoverMessage: markdownOf(checkHover(check)) }),
    },
  };
}

function lookOf(outcome: RequestOutcome): Look {
  if (outcome.state === 'running') return 'running';
  const tone = toneOf(outcome);
  return tone === 'bad' ? 'failed' : tone === 'good' && outcome.checks.length === 0 ? 'passed' : 'plain';
}

function requestText(outcome: RequestOutcome): string {
  const { result, duration, state, error } = outcome;
  if (state === 'running') return verdictOf(outcome);
  const { exchange, error: within } = result ? presentationOf(result) : {};
  const failure = error ?? within;
  // Why it was left out, unless a person did so.
  if (failure !== undefined && (state !== 'skipped' || failure.code !== 'cancelled')) return failure.message;
  const body = exchange?.body;
  const size = body === undefined ? '' : `, ${formatBytes(body.bytes)}`;
  return `${verdictOf(outcome)}, ${formatDuration(duration)}${size}`;
}

function checkText({ state, actual, message, why }: CheckOutcome): string {
  if (state === 'passed') return '';
  if (why !== undefined) return actual === undefined ? why : `found ${foundText(actual)}: ${why}`;
  if (state === 'error') return message ?? 'could not be checked';
  return actual === undefined ? (message ?? '') : `found ${foundText(actual)}`;
}
