/** Makes the extension's package in a folder (default: the project's). Returns the file. */
export function makePackage(folder?: string): Promise<string>;
