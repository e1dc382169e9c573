import * as vscode from 'vscode';
import type { WholeShell } from '../lazyParts.ts';
import { firstLabKey } from './firstLab.ts';
import type { Row } from './viewRows.ts';

const viewId = 'wirebench.labs';

/**
 * The Labs view. Its code is loaded when the view is first drawn, or when the workspace has labs, for the Test Explorer.
 */
export function registerLabsView(shell: WholeShell): vscode.Disposable {
  const changed = new vscode.EventEmitter<Row | undefined>();
  const listening: { dispose(): void }[] = [];
  let heard = false;
  const view = async () => {
    const courses = await shell.courses();
    if (!heard) listening.push(courses.view.onDidChangeTreeData((row) => changed.fire(row)));
    heard = true;
    return courses.view;
  };
  const tree = vscode.window.createTreeView<Row>(viewId, {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren: async (row) => (await view()).getChildren(row),
      getTreeItem: async (row) => (await view()).getTreeItem(row),
      getParent: (row: Row): Row | undefined => (row.kind === 'course' ? undefined : row.parent),
    },
    showCollapseAll: true,
  });
  void vscode.workspace.findFiles('**/*.lab.md', '**/node_modules/**', 1).then(({ length }) => {
    if (length > 0) void view();
  });
  if (shell.context.globalState.get(firstLabKey) !== undefined)
    void import('./newCourse.ts').then(({ openFirstLab }) => openFirstLab(shell));
  return vscode.Disposable.from(changed, tree, {
    dispose: () => {
      for (const one of listening) one.dispose();
    },
  });
}
