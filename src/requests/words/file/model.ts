import type { Template, WordItem } from '../../model.ts';

/** `FILE server.py`: checks on the source of a program. */
export interface FileItem extends WordItem {
  readonly kind: 'pythonSource';
  readonly path: Template;
}

export interface FileResult {
  readonly kind: 'pythonSource';
  readonly exists: boolean;
  readonly text?: string;
  readonly lines?: number;
  /** Of a Python program: sorted, each once. */
  readonly imports?: readonly string[];
  readonly calls?: readonly string[];
  /** Why `imports` and `calls` are not known: a sentence. */
  readonly problem?: string;
}

declare module '../../model.ts' {
  interface Items {
    readonly pythonSource: FileItem;
  }
}
declare module '../../run/outcome.ts' {
  interface Results {
    readonly pythonSource: FileResult;
  }
}
