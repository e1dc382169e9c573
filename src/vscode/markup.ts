import * as vscode from 'vscode';
import { visible, visibleLines } from '../protocol/text/visible.ts';

/**
 * The only place that passes Markdown or test messages to the editor (lint enforces it): their content came from a file
 * or the network, and is plain text.
 */

/** Our own Markdown, with foreign text escaped by protocol/text/markdown.ts. No icons, no commands, no HTML. */
export function markdownOf(source: string): vscode.MarkdownString {
  return new vscode.MarkdownString(source);
}

/** `compared`: the expected and the actual value, which the editor shows as a line diff. */
export function testMessage(
  text: string,
  compared: { readonly expected?: string | undefined; readonly actual?: string | undefined } = {},
): vscode.TestMessage {
  const { expected, actual } = compared;
  return expected === undefined || actual === undefined
    ? new vscode.TestMessage(visible(text))
    : vscode.TestMessage.diff(visible(text), visibleLines(expected), visibleLines(actual));
}
