import type * as vscode from 'vscode';
import type { Region, RequestFile } from '../../requests/model.ts';
import { parseRequestFile } from '../../requests/parse.ts';
import { wordOf } from '../../requests/words/table.ts';
import { anotherIsActive, lensSetting } from './others.ts';

/** The id of the language, which other extensions for request files use too. */
export const languageId = 'http';

const parses = new WeakMap<vscode.TextDocument, { readonly version: number; readonly file: RequestFile }>();

/** What a document says now; parsed once for each of its versions. */
export function parsed(document: vscode.TextDocument): RequestFile {
  const known = parses.get(document);
  if (known?.version === document.version) return known.file;
  const file = parseRequestFile(document.getText());
  parses.set(document, { version: document.version, file });
  return file;
}

/** The request at a place: the last whose separator is not after it. */
export function regionAt(file: RequestFile, offset: number): Region | undefined {
  return file.regions.findLast((region) => region.start <= offset) ?? file.regions[0];
}

/** Words of our own, which no other extension knows. */
function isOurs(region: Region): boolean {
  return region.item !== undefined && wordOf(region.item.kind) !== undefined;
}

export function isRequestFile(document: vscode.TextDocument): boolean {
  return document.languageId === languageId && document.uri.scheme !== 'git' && document.uri.scheme !== 'output';
}

/**
 * Whether a file's plain HTTP is left to another extension: it is installed, and the setting does not say otherwise. A file that
 * has a word of ours is ours, since the other could not run it.
 */
export function leavesTo(file: RequestFile): boolean {
  return lensSetting() === 'auto' && anotherIsActive() && !file.regions.some(isOurs);
}
