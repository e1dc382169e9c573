/** The debuggers that the editor has. */
export interface DebugMeans {
  readonly node: boolean;
  /** The folder that has the package debugpy. */
  readonly python?: string;
}

/** A program that waits for a debugger at a port of 127.0.0.1. */
export interface Debuggee {
  readonly kind: 'node' | 'python';
  readonly port: number;
  /** Its command. */
  readonly name: string;
  readonly folder: string;
}
