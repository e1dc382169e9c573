import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { python as pythonPath } from '../../scripts/python.ts';
import type { ErrorData } from '../../src/base/errors.ts';
import type { EndpointSnapshot, EngineClient, RegistrySnapshot, ViewRow } from '../../src/engine/messages.ts';
import type { EndpointsView } from '../../src/vscode/endpoints/view.ts';
import type { WirebenchApi } from '../../src/vscode/extension.ts';

/** The extension as the tests see it, activated. */
export async function wirebench(): Promise<WirebenchApi> {
  const extension = vscode.extensions.getExtension<WirebenchApi>('wirebench.wirebench');
  assert.ok(extension, 'wirebench.wirebench is not among the extensions');
  return extension.activate();
}

export async function command<T>(id: string, ...args: unknown[]): Promise<T> {
  return vscode.commands.executeCommand<T>(`wirebench.${id}`, ...args);
}

export async function startServer(spec: Record<string, unknown>): Promise<EndpointSnapshot & { port: number }> {
  const endpoint = await command<EndpointSnapshot>('startServer', spec);
  assert.equal(endpoint.state, 'running');
  assert.ok(endpoint.local);
  return { ...endpoint, port: endpoint.local.port };
}

/** Stops and removes everything, so that a test begins with nothing. */
export async function removeAll(): Promise<void> {
  const { engine, shell } = await wirebench();
  await command('stopAll');
  const { endpoints } = await engine.request('registry.get', null);
  for (const { id } of endpoints) await engine.request('endpoint.remove', { endpoint: id });
  // The tree shows what it was last told.
  await shell.registry.refresh();
}

/** Waits for a registry that fits, as the engine tells of it. */
export async function registryWhere(
  engine: EngineClient,
  fits: (registry: RegistrySnapshot) => boolean,
): Promise<RegistrySnapshot> {
  return new Promise((resolve, reject) => {
    const listening = engine.onNotice((notice) => {
      if (notice.kind === 'registry') take(notice.snapshot);
    });
    const take = (snapshot: RegistrySnapshot) => {
      if (!fits(snapshot)) return;
      listening.dispose();
      resolve(snapshot);
    };
    engine.request('registry.get', null).then(take, reject);
  });
}

/** The events that a filter lets through, read as a Traffic view reads them. */
export async function rows(engine: EngineClient, filter: string): Promise<ViewRow[]> {
  const { view, progress } = await engine.request('view.open', { filter });
  try {
    if (progress < 1) await viewIsDone(engine, view);
    const page = { view, from: 0, count: 1000, encoding: 'utf-8', errors: 'backslashreplace', previewChars: 200 };
    return (await engine.request('view.rows', page)).rows;
  } finally {
    await engine.request('view.close', { view });
  }
}

function viewIsDone(engine: EngineClient, view: number): Promise<void> {
  return new Promise((resolve) => {
    const listening = engine.onNotice((notice) => {
      if (notice.kind !== 'view' || notice.snapshot.view !== view || notice.snapshot.progress < 1) return;
      listening.dispose();
      resolve();
    });
  });
}

/** Waits until the tree's shown nodes fit. */
export async function treeWhere(view: EndpointsView, fits: () => boolean): Promise<void> {
  if (fits()) return;
  await new Promise<void>((resolve) => {
    const listening = view.onDidChangeTreeData(() => {
      if (!fits()) return;
      listening.dispose();
      resolve();
    });
  });
}

/** What this process and its threads listen on, as `ss -ltnu` shows it: `tcp 127.0.0.1:9000`. */
export async function listening(): Promise<string[]> {
  const { stdout } = await promisify(execFile)('ss', ['-H', '-l', '-t', '-u', '-n', '-p'], { maxBuffer: 2 ** 28 });
  const own = stdout.split('\n').filter((line) => line.includes(`pid=${process.pid},`));
  return own.map((line) => {
    const [protocol, , , , local] = line.split(/\s+/);
    return `${protocol} ${local}`;
  });
}

/** Waits for a problem that the engine tells of unasked. */
export async function problemOf(engine: EngineClient, endpoint: number): Promise<ErrorData> {
  return new Promise((resolve) => {
    const hearing = engine.onNotice((notice) => {
      if (notice.kind !== 'problem' || notice.endpoint !== endpoint) return;
      hearing.dispose();
      resolve(notice.error);
    });
  });
}

/** A TCP connection of the test's own, and a way to read from it what it has not read yet. */
export async function dial(
  port: number,
): Promise<{ readonly socket: net.Socket; readonly read: (length: number) => Promise<string> }> {
  const socket = net.connect(port, '127.0.0.1');
  await once(socket, 'connect');
  let text = '';
  socket.on('data', (bytes) => (text += bytes.toString()));
  return {
    socket,
    read: async (length) => {
      while (text.length < length) await once(socket, 'data');
      const read = text.slice(0, length);
      text = text.slice(length);
      return read;
    },
  };
}

interface Shown {
  readonly kind: 'information' | 'warning' | 'error';
  readonly text: string;
  readonly items: readonly unknown[];
}

/** Answers the editor's messages in the person's place, and keeps them, until it is disposed. */
export function answerMessages(answer: (text: string, items: readonly unknown[]) => unknown) {
  const shown: Shown[] = [];
  const { showInformationMessage, showWarningMessage, showErrorMessage } = vscode.window;
  const say =
    (kind: Shown['kind']) =>
    (text: string, ...items: readonly unknown[]) => {
      shown.push({ kind, text, items });
      return Promise.resolve(answer(text, items));
    };
  Object.assign(vscode.window, {
    showInformationMessage: say('information'),
    showWarningMessage: say('warning'),
    showErrorMessage: say('error'),
  });
  return {
    shown,
    dispose: () => Object.assign(vscode.window, { showInformationMessage, showWarningMessage, showErrorMessage }),
  };
}

/** Runs a Python program to its end and gives what it printed. */
export async function python(program: string, ...args: string[]): Promise<string> {
  const child = spawn(pythonPath, ['-c', program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  assert.equal(code, 0, Buffer.concat(err).toString());
  return Buffer.concat(out).toString();
}

/** A request file that is open and shown. */
export async function openRequests(text: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument({ language: 'http', content: text });
  await vscode.window.showTextDocument(document);
  return document;
}

/** Asks the editor until its providers have what is waited for: they come with the first file. */
export async function askEditor<T>(name: string, fits: (found: T) => boolean, ...args: unknown[]): Promise<T> {
  for (;;) {
    const found = await vscode.commands.executeCommand<T>(name, ...args);
    if (fits(found)) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** For a `describe`: a server of Node's that answers on loopback, and nothing open or running of ours after the tests. */
export function httpServer(answer: http.RequestListener): { readonly port: number } {
  const server = http.createServer(answer);
  const served = { port: 0 };
  before(async () => {
    await wirebench();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    served.port = (server.address() as net.AddressInfo).port;
  });
  after(async () => {
    server.closeAllConnections();
    server.close();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await removeAll();
  });
  return served;
}
