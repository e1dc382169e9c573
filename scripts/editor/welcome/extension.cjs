// Only in the editor of `npm start`: opens the README of the workspace with the walkthrough beside it, as the first thing
// that a newcomer sees. A window that has tabs from before keeps them.
const vscode = require('vscode');

const walkthrough = 'wirebench.wirebench#wirebench.walkthrough';

exports.activate = async () => {
  if (vscode.window.tabGroups.all.some(({ tabs }) => tabs.length > 0)) return;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const readme = folder && vscode.Uri.joinPath(folder, 'README.md');
  const found =
    readme &&
    (await vscode.workspace.fs.stat(readme).then(
      () => true,
      () => false,
    ));
  if (found) await vscode.commands.executeCommand('markdown.showPreview', readme);
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', walkthrough, found);
  // The walkthrough hides its pictures below 600 pixels.
  if (found)
    await vscode.commands.executeCommand('vscode.setEditorLayout', {
      orientation: 0,
      groups: [{ size: 0.4 }, { size: 0.6 }],
    });
};
