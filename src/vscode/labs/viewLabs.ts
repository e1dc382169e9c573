import * as vscode from 'vscode';
import { readLab, type Lab } from '../../labs/lab.ts';
import { gradeLab } from '../../labs/grade.ts';
import { visible } from '../../protocol/text/visible.ts';
import { coursesOf, labEnding, type Course } from './viewFiles.ts';
import { Progress, withKeys, type KeyedStep } from './viewProgress.ts';
import { shownSteps, type ShownLab } from './viewRows.ts';

const labPattern = `**/*${labEnding}`;
/** Solutions and faulty programs have no labs of their own. */
const exclude = '**/{node_modules,solutions,faulty}/**';
const mostLabs = 500;
/** No lab is that long: such a file is not read. In bytes. */
const largest = 2_000_000;

/** A lab file as it is on the disk. */
export interface LabOnDisk {
  readonly uri: vscode.Uri;
  readonly text: string;
  readonly lab: Lab;
  /** Its steps, not checked. */
  readonly steps: readonly KeyedStep[];
}

/** The labs of the workspace, with the progress in them. The view and the Test Explorer show these. */
export class Labs implements vscode.Disposable {
  readonly progress: Progress;
  /** The checks of each lab that run, or wait for their turn. */
  readonly #running = new Map<string, Set<AbortController>>();
  readonly #read = new Map<string, Promise<LabOnDisk>>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri | undefined>();
  readonly #subscriptions: vscode.Disposable;
  #courses: Promise<readonly Course[]> | undefined;

  /** A lab changed; undefined: labs came or went. */
  readonly onDidChange = this.#changed.event;

  constructor(state: vscode.Memento) {
    this.progress = new Progress(state);
    const watcher = vscode.workspace.createFileSystemWatcher(labPattern);
    const found = () => {
      this.#courses = undefined;
      this.#changed.fire(undefined);
    };
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      watcher,
      watcher.onDidCreate(found),
      watcher.onDidDelete((uri) => {
        this.#read.delete(uri.toString());
        found();
      }),
      watcher.onDidChange((uri) => {
        this.#read.delete(uri.toString());
        this.#changed.fire(uri);
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(found),
    );
  }

  dispose(): void {
    for (const lab of this.#running.keys()) this.stop(lab);
    this.#subscriptions.dispose();
  }

  courses(): Promise<readonly Course[]> {
    return (this.#courses ??= this.#find());
  }

  async #find(): Promise<readonly Course[]> {
    const found = await vscode.workspace.findFiles(labPattern, exclude, mostLabs);
    const labs = found.map((uri) => ({ uri: uri.toString(), path: vscode.workspace.asRelativePath(uri) }));
    return coursesOf(labs, vscode.workspace.name ?? 'Labs');
  }

  /** Looks for labs again: no event tells of files that the watcher may not see. */
  refresh(): void {
    this.#courses = undefined;
    this.#read.clear();
    this.#changed.fire(undefined);
  }

  /** Rejects if the file cannot be read. */
  read(uri: vscode.Uri): Promise<LabOnDisk> {
    const key = uri.toString();
    let reading = this.#read.get(key);
    if (reading === undefined) {
      reading = readFile(uri);
      this.#read.set(key, reading);
      reading.catch(() => this.#read.delete(key));
    }
    return reading;
  }

  async shown(key: string): Promise<ShownLab> {
    const uri = vscode.Uri.parse(key);
    const progress = this.progress.of(key);
    const about = { solutionShown: progress.solutionShown, running: this.#running.has(key) };
    try {
      const { lab, steps } = await this.read(uri);
      const { title, teaches, time } = lab.front;
      return {
        title: title ?? nameOf(uri),
        teaches,
        ...(time !== undefined && { time }),
        steps: shownSteps(steps, progress),
        ...about,
      };
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      return { title: nameOf(uri), steps: [], problem: said, ...about };
    }
  }

  isRunning(key: string): boolean {
    return this.#running.has(key);
  }

  /** Marks a lab as running until the work is over. */
  async whileRunning<T>(uri: vscode.Uri, abort: AbortController, work: () => Promise<T>): Promise<T> {
    const key = uri.toString();
    const checks = this.#running.get(key) ?? new Set();
    this.#running.set(key, checks.add(abort));
    this.#changed.fire(uri);
    try {
      return await work();
    } finally {
      checks.delete(abort);
      if (checks.size === 0) this.#running.delete(key);
      this.#changed.fire(uri);
    }
  }

  /** Cancels the checks of a lab. */
  stop(key: string): void {
    for (const abort of this.#running.get(key) ?? []) abort.abort();
  }

  async checked(uri: vscode.Uri, steps: readonly KeyedStep[]): Promise<void> {
    await this.progress.checked(uri.toString(), steps);
    this.#changed.fire(uri);
  }

  async solutionShown(uri: vscode.Uri): Promise<void> {
    await this.progress.solutionShown(uri.toString());
    this.#changed.fire(uri);
  }

  async forget(uri: vscode.Uri): Promise<void> {
    await this.progress.forget(uri.toString());
    this.#changed.fire(uri);
  }
}

async function readFile(uri: vscode.Uri): Promise<LabOnDisk> {
  const { size } = await vscode.workspace.fs.stat(uri);
  if (size > largest) throw new Error(`${nameOf(uri)} has more than ${largest / 1_000_000} MB: this is not a lab.`);
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await vscode.workspace.fs.readFile(uri));
  const lab = readLab(text);
  return { uri, text, lab, steps: withKeys(gradeLab(lab, []).steps) };
}

function nameOf(uri: vscode.Uri): string {
  return visible(uri.path.slice(uri.path.lastIndexOf('/') + 1));
}
