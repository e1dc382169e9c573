import * as vscode from 'vscode';
import type { Region, RequestFile } from '../../requests/model.ts';
import { parseRequestFile } from '../../requests/parse.ts';
import { requestSource, type RequestSource } from '../../requests/source.ts';
import { wordOf } from '../../requests/words/table.ts';
import { anotherIsActive, lensSetting } from './others.ts';

/** The id of the language, which other extensions for request files also use. */
export const languageId = 'http';

interface Reading {
  readonly versions: string;
  readonly source: RequestSource;
  readonly file: RequestFile;
}

const readings = new WeakMap<vscode.TextDocument, Reading>();

/** The parsed current text of a document and the cells above it, cached by their versions. */
function reading(document: vscode.TextDocument): Reading {
  const documents = partsWith(document);
  const parts = documents.slice(0, documents.indexOf(document) + 1);
  const versions = parts.map(({ uri, version }) => `${uri.fragment} ${version}`).join();
  const known = readings.get(document);
  if (known?.versions === versions) return known;
  const home = homeOf(document);
  const source = requestSource(
    parts.map((part) => ({ id: part.uri.toString(), text: part.getText() })),
    { session: home.toString(), ...(home.scheme === 'file' ? { path: home.fsPath } : { folder: folderOfUnsaved() }) },
  );
  const made = { versions, source, file: parseRequestFile(source.text, source.before) };
  readings.set(document, made);
  return made;
}

export function sourceOf(document: vscode.TextDocument): RequestSource {
  return reading(document).source;
}

export function parsed(document: vscode.TextDocument): RequestFile {
  return reading(document).file;
}

/** The base folder of an unsaved file's relative paths. */
function folderOfUnsaved(): string | undefined {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  return folder?.scheme === 'file' ? folder.fsPath : undefined;
}

/** The cell of an open notebook that belongs to a document. */
export function cellOf(document: vscode.TextDocument): vscode.NotebookCell | undefined {
  if (document.uri.scheme !== 'vscode-notebook-cell') return undefined;
  const cells = vscode.workspace.notebookDocuments.flatMap((notebook) => notebook.getCells());
  return cells.find((cell) => cell.document === document);
}

/** The file or notebook, saved or not, that contains a document. */
export function homeOf(document: vscode.TextDocument): vscode.Uri {
  return (cellOf(document)?.notebook ?? document).uri;
}

/** The document, or all request cells of its notebook in order. */
export function partsWith(document: vscode.TextDocument): readonly vscode.TextDocument[] {
  const cells = cellOf(document)?.notebook.getCells() ?? [];
  const parts = cells.map((cell) => cell.document).filter(isRequestFile);
  return parts.includes(document) ? parts : [document];
}

/** The open document with this id, which sources and outcomes use. */
export function documentOf(id: string): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === id);
}

export function rangeIn(document: vscode.TextDocument, { start, end }: { start: number; end: number }): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

/** True for our own words, which no other extension knows. */
function isOurs(region: Region): boolean {
  return region.item !== undefined && wordOf(region.item.kind) !== undefined;
}

export function isRequestFile(document: vscode.TextDocument): boolean {
  return document.languageId === languageId && document.uri.scheme !== 'git' && document.uri.scheme !== 'output';
}

/**
 * True if a file's plain HTTP is left to another extension: it is installed, and the setting allows it. A file with one
 * of our words is ours, since the other extension could not run it.
 */
export function leavesTo(file: RequestFile): boolean {
  return lensSetting() === 'auto' && anotherIsActive() && !file.seen.some(isOurs);
}
