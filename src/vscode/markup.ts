import * as vscode from 'vscode';
import { visible, visibleLines } from '../protocol/text/visible.ts';

/**
 * The only place where the editor is given Markdown or the messages of a test (lint holds it): what is in them came from a file or the
 * network, and is text.
 */

/** Markdown of ours, in which what is not ours was escaped by protocol/text/markdown.ts. No icons, no commands, no HTML. */
export function markdownOf(source: string): vscode.MarkdownString {
  return new vscode.MarkdownString(source);
}

/** `compared`: what was expected and what was found, which the editor shows as a difference of lines. */
export function testMessage(
  text: string,
  compared: { readonly expected?: string | undefined; readonly actual?: string | undefined } = {},
): vscode.TestMessage {
  const { expected, actual } = compared;
  return expected === undefined || actual === undefined
    ? new vscode.TestMessage(visible(text))
    : vscode.TestMessage.diff(visible(text), visibleLines(expected), visibleLines(actual));
}
