// Only in the editor of `npm start`: opens the README of the workspace with the walkthrough beside it, as the first thing
// that a newcomer sees. A window that has tabs from before keeps them.
const vscode = require('vscode');

const walkthrough = 'wirebench.wirebench#wirebench.walkthrough';
/** The walkthrough shows its pictures from 950 pixels on, which a window of 1,440 has without its side bar. */
const layout = { orientation: 0, groups: [{ size: 0.3 }, { size: 0.7 }] };

exports.activate = async () => {
  if (vscode.window.tabGroups.all.some(({ tabs }) => tabs.length > 0)) return;
  const run = vscode.commands.executeCommand;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const readme = folder && vscode.Uri.joinPath(folder, 'README.md');
  const stat = readme && vscode.workspace.fs.stat(readme);
  const found = await Promise.resolve(stat).catch(() => undefined);
  if (found) await run('markdown.showPreview', readme);
  await run('workbench.action.openWalkthrough', walkthrough, found !== undefined);
  if (!found) return;
  await run('workbench.action.closeSidebar');
  await run('vscode.setEditorLayout', layout);
};
