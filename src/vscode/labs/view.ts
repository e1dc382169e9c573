import * as vscode from 'vscode';
import { plainText } from '../uiText.ts';
import type { Labs } from './viewLabs.ts';
import { courseText, CourseRow, labText, LabRow, StepRow, stepText, type Row } from './viewRows.ts';

/** The Labs tree: courses, their labs, and the steps of each lab. */
export class LabsView implements vscode.TreeDataProvider<Row>, vscode.Disposable {
  readonly #labs: Labs;
  readonly #rows = new Map<string, Row>();
  readonly #changed = new vscode.EventEmitter<Row | undefined>();
  readonly #subscriptions: vscode.Disposable;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(labs: Labs) {
    this.#labs = labs;
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      labs.onDidChange((uri) => {
        const row = uri && this.#rows.get(uri.toString());
        // The row of the course counts its labs.
        this.#changed.fire(row instanceof LabRow ? row.parent : undefined);
      }),
    );
  }

  async getChildren(parent?: Row): Promise<Row[]> {
    if (parent === undefined) {
      const courses = await this.#labs.courses();
      return courses.map((course) => {
        const known = this.#rows.get(`course ${course.folder}`);
        // The same object as long as the labs are the same: the editor compares rows by identity.
        if (known instanceof CourseRow && known.course === course) return known;
        const row = new CourseRow(course);
        this.#rows.set(`course ${course.folder}`, row);
        for (const { uri } of course.labs) this.#rows.set(uri, new LabRow(uri, row));
        return row;
      });
    }
    if (parent instanceof CourseRow) return parent.course.labs.map(({ uri }) => this.#rows.get(uri)!);
    if (parent instanceof StepRow) return [];
    const { steps } = await this.#labs.shown(parent.uri);
    return steps.map(({ key }) => this.#step(key, parent));
  }

  #step(key: string, lab: LabRow): StepRow {
    const id = `${lab.uri} ${key}`;
    const known = this.#rows.get(id);
    if (known instanceof StepRow && known.parent === lab) return known;
    const row = new StepRow(key, lab);
    this.#rows.set(id, row);
    return row;
  }

  getParent(row: Row): Row | undefined {
    return row instanceof CourseRow ? undefined : row.parent;
  }

  /** The row of a lab, if the view has one. */
  async rowOf(uri: vscode.Uri): Promise<LabRow | undefined> {
    await this.getChildren();
    const row = this.#rows.get(uri.toString());
    return row instanceof LabRow ? row : undefined;
  }

  async getTreeItem(row: Row): Promise<vscode.TreeItem> {
    const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
    if (row instanceof CourseRow) {
      const labs = await Promise.all(row.course.labs.map(({ uri }) => this.#labs.shown(uri)));
      return itemOf(`course ${row.course.folder}`, courseText(row.course, labs), Expanded);
    }
    const uri = row instanceof LabRow ? row.uri : row.parent.uri;
    const shown = await this.#labs.shown(uri);
    if (row instanceof LabRow) {
      const item = itemOf(row.uri, labText(shown), shown.steps.length > 0 ? Collapsed : None);
      item.command = { command: 'wirebench.openLab', title: 'Open Lab', arguments: [row] };
      return item;
    }
    const step = shown.steps.find(({ key }) => key === row.key);
    if (step === undefined) return new vscode.TreeItem(plainText(row.key), None);
    const item = itemOf(`${uri} ${row.key}`, stepText(step), None);
    item.command = { command: 'wirebench.openLab', title: 'Open Lab', arguments: [row] };
    return item;
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}

function itemOf(
  id: string,
  { label, description, tooltip, spoken, icon, color, context }: ReturnType<typeof labText>,
  state: vscode.TreeItemCollapsibleState,
): vscode.TreeItem {
  const item = new vscode.TreeItem(label, state);
  item.id = id;
  item.description = description;
  item.tooltip = tooltip;
  item.iconPath = new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color));
  item.contextValue = context;
  item.accessibilityInformation = { label: spoken };
  return item;
}
