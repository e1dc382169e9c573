import * as vscode from 'vscode';
import type { Variables } from '../../requests/run/requests.ts';
import type { Shell } from '../shell.ts';
import { labelText } from '../uiText.ts';

/** Environments as the JetBrains HTTP client keeps them, and beside them those that are not shared. */
const fileNames = ['http-client.env.json', 'http-client.private.env.json'];
/** What every environment has. */
const shared = '$shared';
const stateKey = 'wirebench.environment';

type Environments = ReadonlyMap<string, Variables>;

/** The chosen environment's name, for all request files of the workspace. */
export function chosenEnvironment(shell: Shell): string | undefined {
  return shell.context.workspaceState.get<string>(stateKey);
}

/** What a file's requests see: of the setting first, then of the files, the nearest last. */
export async function environmentOf(
  shell: Shell,
  uri: vscode.Uri,
): Promise<{ readonly environment: string | undefined; readonly variables: Variables }> {
  const chosen = chosenEnvironment(shell);
  const environments = await environmentsFor(uri);
  const variables = {
    ...environments.get(shared),
    ...(chosen === undefined ? undefined : environments.get(chosen)),
  };
  return { environment: chosen, variables };
}

/** Every environment that a file can use. What cannot be read is left out: the diagnostics of JSON say why. */
export async function environmentsFor(uri: vscode.Uri): Promise<Environments> {
  const found = new Map<string, Variables>();
  const add = (value: unknown) => {
    if (!isObject(value)) return;
    for (const [name, variables] of Object.entries(value))
      if (isObject(variables)) found.set(name, { ...found.get(name), ...variables });
  };
  add(vscode.workspace.getConfiguration('wirebench', uri).get('environments'));
  for (const folder of foldersOf(uri))
    for (const name of fileNames) add(await readJson(vscode.Uri.joinPath(folder, name)));
  return found;
}

/** From the workspace's folder down to the file's. */
function foldersOf(uri: vscode.Uri): vscode.Uri[] {
  const top = (
    vscode.workspace.getWorkspaceFolder(uri) ??
    (uri.scheme === 'untitled' ? vscode.workspace.workspaceFolders?.[0] : undefined)
  )?.uri;
  if (uri.scheme === 'untitled') return top === undefined ? [] : [top];
  const folders: vscode.Uri[] = [];
  for (let folder = vscode.Uri.joinPath(uri, '..'); ; folder = vscode.Uri.joinPath(folder, '..')) {
    folders.unshift(folder);
    if (top === undefined || folder.path === top.path || folder.path === '/' || folder.path === '') return folders;
  }
}

async function readJson(uri: vscode.Uri): Promise<unknown> {
  try {
    return JSON.parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)));
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Asks which environment the request files use. */
export async function selectEnvironment(shell: Shell, name?: unknown): Promise<void> {
  if (typeof name === 'string') return choose(shell, name === '' ? undefined : name);
  const uri = vscode.window.activeTextEditor?.document.uri ?? vscode.workspace.workspaceFolders?.[0]?.uri;
  const environments = uri === undefined ? new Map<string, Variables>() : await environmentsFor(uri);
  const chosen = chosenEnvironment(shell);
  const names = [...environments.keys()].filter((one) => one !== shared);
  const none = {
    label: 'No environment',
    environment: undefined as string | undefined,
    ...described(chosen === undefined),
  };
  const items = [
    none,
    ...names.map((one) => ({
      label: labelText(one),
      environment: one,
      detail: labelText(Object.keys(environments.get(one) ?? {}).join(', ')),
      ...described(one === chosen),
    })),
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Environment of request files',
    placeHolder:
      names.length > 0
        ? 'Which values do {{variables}} have?'
        : 'There are none yet: write them into http-client.env.json or the setting wirebench.environments',
  });
  if (picked) await choose(shell, picked.environment);
}

const described = (current: boolean): { description?: string } => (current ? { description: 'current' } : {});

const changed = new vscode.EventEmitter<void>();
/** Another environment was chosen. */
export const onDidChooseEnvironment = changed.event;

async function choose(shell: Shell, name: string | undefined): Promise<void> {
  await shell.context.workspaceState.update(stateKey, name);
  changed.fire();
}

/** Shows the environment while a request file is the active editor. */
export function environmentStatus(shell: Shell): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('wirebench.environment', vscode.StatusBarAlignment.Right, 90);
  item.name = 'Wirebench Environment';
  item.command = 'wirebench.selectEnvironment';
  const update = () => {
    const document = vscode.window.activeTextEditor?.document;
    if (document?.languageId !== 'http') {
      item.hide();
      return;
    }
    const name = chosenEnvironment(shell);
    item.text = `$(server-environment) ${name === undefined ? 'No environment' : labelText(name)}`;
    item.tooltip = 'The environment of request files. Click to choose another.';
    item.accessibilityInformation = { label: `Environment of request files: ${name ?? 'none'}` };
    item.show();
  };
  update();
  return vscode.Disposable.from(item, vscode.window.onDidChangeActiveTextEditor(update), changed.event(update));
}
