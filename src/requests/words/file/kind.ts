import { oneArgument } from '../../parse/arguments.ts';
import { printHead } from '../../printing.ts';
import type { WordKind } from '../kind.ts';
import type { FileItem, FileResult } from './model.ts';
import { fileSpec } from './spec.ts';

export const fileKind: WordKind<FileItem, FileResult> = {
  spec: fileSpec,
  parse: (reading) => ({ ...reading.base, kind: 'pythonSource', path: oneArgument(reading) }),
  print: ({ word, path, options }) => printHead(word.value, [path.text], options),
  runner: () => import('./run.ts'),
  named: ({ exists, lines }) => ({ data: { exists, lines } }),
  present({ kind, exists, text = '', lines = 0, imports, calls, problem }) {
    return {
      verdict: exists ? `${lines} lines` : 'The file does not exist',
      title: 'Text',
      text: () => text,
      ...(text === '' && { empty: exists ? 'The file is empty.' : 'The file does not exist.' }),
      ...(problem !== undefined && { notes: [problem] }),
      json: () => ({ kind, exists, lines, imports, calls, problem }),
      lines: () => [exists ? `${lines} lines` : 'the file does not exist'],
    };
  },
};
