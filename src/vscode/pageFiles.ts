import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Webview } from 'vscode';
import { webviewHtml } from './webviewHtml.ts';

interface PageFiles {
  readonly script: string;
  readonly style: string;
}

const read = new Map<string, Promise<PageFiles>>();

/**
 * The built script and style of one of our pages, each read once: `traffic` is dist/webview/traffic.js with
 * traffic.css.
 */
function pageFiles(extensionFolder: string, page: string): Promise<PageFiles> {
  const file = path.join(extensionFolder, 'dist', 'webview', page);
  let files = read.get(file);
  if (files === undefined) {
    files = readBoth(file);
    read.set(file, files);
    // A failed read may succeed the next time.
    files.catch(() => read.delete(file));
  }
  return files;
}

async function readBoth(file: string): Promise<PageFiles> {
  const [script, style] = await Promise.all([readFile(`${file}.js`, 'utf8'), readFile(`${file}.css`, 'utf8')]);
  return { script, style };
}

interface PageLook {
  readonly title: string;
  readonly blobImages?: boolean;
  /** The page's first data: awaited while the page's files are read. */
  readonly first?: Promise<unknown>;
}

/** The document of one of our pages, with its own nonce. */
export async function pageHtml(extensionFolder: string, page: string, look: PageLook): Promise<string> {
  const [files, first] = await Promise.all([pageFiles(extensionFolder, page), look.first]);
  return webviewHtml({ ...look, ...files, first, nonce: randomBytes(16).toString('base64url') });
}

/**
 * Gives a webview its page. Setting only the options would make the editor load an empty page, and replacing a page
 * while it loads causes an error in the editor.
 */
export function showPage(webview: Webview, html: string): void {
  webview.options = { enableScripts: true, localResourceRoots: [] };
  webview.html = html;
}
