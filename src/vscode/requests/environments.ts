import * as vscode from 'vscode';
import {
  environmentFileNames,
  readEnvironments,
  type EnvironmentFile,
  type Environments,
} from '../../requests/environments.ts';
import type { Variables } from '../../requests/model.ts';
import type { Shell } from '../shell.ts';
import { labelText, plainText } from '../uiText.ts';
import { homeOf } from './parsed.ts';

const stateKey = 'wirebench.environment';

/** The variables that the requests of a file, saved or not, get from the environment chosen for the workspace. */
export type EnvironmentOf = (
  file: vscode.Uri,
) => Promise<{ readonly variables: Variables; readonly problem: string | undefined }>;

/** The chosen environment's values: from the setting first, then from the files, the nearest last. */
export function chosenEnvironment(state: vscode.Memento): EnvironmentOf {
  return async (file) => {
    const environments = await environmentsFor(file);
    return { variables: environments.of(chosenName(state)), problem: environments.problems[0]?.message };
  };
}

function chosenName(state: vscode.Memento): string | undefined {
  return state.get<string>(stateKey);
}

/** Every environment that a file can use: none in an untrusted workspace, whose files could send its values. */
export async function environmentsFor(uri: vscode.Uri): Promise<Environments> {
  if (!vscode.workspace.isTrusted) return readEnvironments({});
  const files: EnvironmentFile[] = [];
  for (const name of environmentFileNames)
    for (const folder of foldersOf(uri)) {
      const where = vscode.Uri.joinPath(folder, name);
      const text = await read(where);
      if (text !== undefined) files.push({ name: vscode.workspace.asRelativePath(where), text });
    }
  return readEnvironments({ setting: vscode.workspace.getConfiguration('wirebench', uri).get('environments'), files });
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

async function read(uri: vscode.Uri): Promise<Uint8Array | undefined> {
  try {
    return await vscode.workspace.fs.readFile(uri);
  } catch {
    // Most folders have none.
    return undefined;
  }
}

/** Asks for the environment of the request files. */
export async function selectEnvironment({ context }: Shell, name?: unknown): Promise<void> {
  const { workspaceState } = context;
  if (typeof name === 'string') return choose(workspaceState, name === '' ? undefined : name);
  const document = vscode.window.activeTextEditor?.document;
  const uri = document === undefined ? vscode.workspace.workspaceFolders?.[0]?.uri : homeOf(document);
  const environments = uri === undefined ? readEnvironments({}) : await environmentsFor(uri);
  const chosen = chosenName(workspaceState);
  const { names, problems } = environments;
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
      detail: labelText(Object.keys(environments.of(one)).join(', ')),
      ...described(one === chosen),
    })),
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Environment of request files',
    placeHolder: labelText(
      problems[0]?.message ??
        (names.length > 0
          ? 'The values of {{variables}} come from this environment'
          : !vscode.workspace.isTrusted
            ? 'This workspace is not trusted, so its environments are not read.'
            : 'There are no environments. Write one in http-client.env.json or in the setting wirebench.environments'),
    ),
  });
  if (picked) await choose(workspaceState, picked.environment);
}

const described = (current: boolean): { description?: string } => (current ? { description: 'current' } : {});

/** Fires when another environment was chosen. */
const changed = new vscode.EventEmitter<void>();

async function choose(state: vscode.Memento, name: string | undefined): Promise<void> {
  await state.update(stateKey, name);
  changed.fire();
}

/** Shows the environment while a request file is the active editor. */
export function environmentStatus(state: vscode.Memento): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('wirebench.environment', vscode.StatusBarAlignment.Right, 90);
  item.name = 'Wirebench Environment';
  item.command = 'wirebench.selectEnvironment';
  const update = () => {
    const document = vscode.window.activeTextEditor?.document;
    if (document?.languageId !== 'http') {
      item.hide();
      return;
    }
    const name = chosenName(state);
    item.text = `$(server-environment) ${name === undefined ? 'No environment' : labelText(name)}`;
    item.tooltip = 'The environment of request files. Click to choose another.';
    item.accessibilityInformation = {
      label: `Environment of request files: ${name === undefined ? 'none' : plainText(name)}`,
    };
    item.show();
  };
  update();
  return vscode.Disposable.from(item, vscode.window.onDidChangeActiveTextEditor(update), changed.event(update));
}
