import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import * as vscode from 'vscode';
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
  const { engine } = await wirebench();
  await command('stopAll');
  const { endpoints } = await engine.request('registry.get', null);
  for (const { id } of endpoints) await engine.request('endpoint.remove', { endpoint: id });
  await engine.request('registry.get', null);
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

/** Runs a Python program to its end and gives what it printed. */
export async function python(program: string, ...args: string[]): Promise<string> {
  const child = spawn('/usr/bin/python3', ['-c', program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
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
