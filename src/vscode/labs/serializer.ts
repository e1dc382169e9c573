import * as vscode from 'vscode';
import { WirebenchError } from '../../base/errors.ts';
import type { Cell, Lab, NewCell } from '../../labs/lab.ts';
import { readLab, writeLab } from '../../labs/lab.ts';
import { languageId } from '../requests/parsed.ts';

/** Kept with a cell of the notebook: the cell of the file, so that one that nobody has changed is written as it was. */
interface Kept {
  readonly wirebench?: {
    readonly cell?: Cell;
    /** Of a program cell that was made in the notebook. */
    readonly file?: string;
  };
}

/** The file that a program cell is about; undefined: it is another cell, or has none yet. */
export function fileOfCell({ metadata }: Pick<vscode.NotebookCell, 'metadata'>): string | undefined {
  const { cell, file } = (metadata as Kept).wirebench ?? {};
  return file ?? cell?.file;
}

/** The lab of an open notebook, as it is in its cells now. Places in it are those of its cells alone. */
export function labOf(notebook: vscode.NotebookDocument): Lab {
  const cells = cellsOf(notebook).map((cell): Cell => ({ raw: '', start: 0, ...cell }));
  return { front: { teaches: [] }, cells, problems: [] };
}

/** The text of the file that an open notebook would be saved as. */
export function textOfNotebook(notebook: vscode.NotebookDocument): string {
  return writeLab(cellsOf(notebook));
}

function cellsOf(notebook: vscode.NotebookDocument): (Cell | NewCell)[] {
  return notebook
    .getCells()
    .map(({ kind, document, metadata }) =>
      cellOf({ kind, value: document.getText(), languageId: document.languageId, metadata }),
    );
}

/** The change that gives a program cell its file. */
export function withFile(
  { metadata }: Pick<vscode.NotebookCell, 'metadata'>,
  file: string,
): Readonly<Record<string, unknown>> {
  return { ...metadata, wirebench: { ...(metadata as Kept).wirebench, file } } satisfies Kept;
}

/**
 * The notebook of a lab's file. Throws if the file is not UTF-8: the editor then shows why in place of the notebook, and does not
 * write the file.
 */
export function notebookOf(bytes: Uint8Array): vscode.NotebookData {
  const { cells } = readLab(textOf(bytes));
  return new vscode.NotebookData(
    cells.map((cell) => {
      // The front matter is prose with a language: it is drawn as a heading (src/webview/labProse).
      const code = cell.kind !== 'prose';
      const kind = code ? vscode.NotebookCellKind.Code : vscode.NotebookCellKind.Markup;
      const language = cell.kind === 'requests' ? languageId : editorLanguage(cell.language, code);
      const data = new vscode.NotebookCellData(kind, cell.text, language);
      data.metadata = { wirebench: { cell } } satisfies Kept;
      return data;
    }),
  );
}

/** The file of a notebook: the bytes of cells that nobody has changed are those that were read. */
export function bytesOf(notebook: vscode.NotebookData): Uint8Array {
  return new TextEncoder().encode(writeLab(notebook.cells.map(cellOf)));
}

function textOf(bytes: Uint8Array): string {
  try {
    // The byte order mark is a part of the text, and is written again.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    const message =
      'This lab is not a text in UTF-8, so it is not opened as a notebook. Use "Reopen Editor With… > Text Editor", choose its encoding, and save it with the encoding UTF-8.';
    throw new WirebenchError({ code: 'not-utf-8', message }, { cause });
  }
}

function cellOf({
  kind,
  value,
  languageId: language,
  metadata,
}: Pick<vscode.NotebookCellData, 'kind' | 'value' | 'languageId' | 'metadata'>): Cell | NewCell {
  const { cell: old, file } = (metadata as Kept | undefined)?.wirebench ?? {};
  const text = value.replaceAll('\r\n', '\n');
  const isCode = kind === vscode.NotebookCellKind.Code;
  if (old?.kind === 'prose' && old.language !== undefined) return { ...old, text };
  const now = !isCode ? 'prose' : language === languageId ? 'requests' : 'program';
  if (old?.kind === now && file === undefined) return { ...old, text };
  return { kind: now, text, ...(now === 'program' && { language, ...(file !== undefined && { file }) }) };
}

/** The ids of languages in the editor, where info strings have other names. */
const names: Readonly<Record<string, string>> = { js: 'javascript', py: 'python', ts: 'typescript', sh: 'shellscript' };

function editorLanguage(language: string | undefined, code: boolean): string {
  if (!code) return 'markdown';
  const name = (language ?? '').toLowerCase();
  return names[name] ?? (name === '' ? 'plaintext' : name);
}
