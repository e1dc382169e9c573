// Asks for the editor's API, as every extension must, and does nothing with it.
require('vscode');
exports.activate = () => undefined;
