export type EditorVersion = 'floor' | 'latest';

export interface ServerOptions {
  version: EditorVersion;
  /** Default 0: any free port. */
  port?: number | undefined;
  /** User settings, over the quiet ones. */
  settings?: Record<string, unknown> | undefined;
  /** A packaged extension to install before the start. */
  vsix?: string | undefined;
  /** Built extensions' folders to use as if they were installed. They are copied. */
  extensions?: string[] | undefined;
  /** Leave workspace trust on, so that the folder is not trusted. */
  untrusted?: boolean | undefined;
  /** Without the right to listen on ports below 1024, as people have none. */
  unprivileged?: boolean | undefined;
  /** Let the workbench's address name an extension under development and its tests. It then shows no notifications. */
  tests?: boolean | undefined;
  env?: Record<string, string> | undefined;
  say?: ((line: string) => void) | undefined;
}

export interface Server {
  /** Its VS Code version. */
  vscode: string;
  url: string;
  /** Its data folder: settings, extensions and logs. Removed by `dispose`. */
  dataDir: string;
  exited: Promise<number | null>;
  /** What it printed so far. */
  output(): string;
  dispose(): Promise<void>;
}

export interface WorkbenchAddress {
  folder?: string | undefined;
  /** Folder of the extension under development. */
  extension?: string | undefined;
  /** Entry of its tests, run in the extension host. */
  tests?: string | undefined;
}

export function startServer(options: ServerOptions): Promise<Server>;
export function workbenchUrl(url: string, what: WorkbenchAddress): string;
