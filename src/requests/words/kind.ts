import type { Bodies } from '../run/bodyText.ts';
import type { ItemResult } from '../run/outcome.ts';
import type { Subject, SubjectContext } from '../run/subjectTable.ts';
import type { Turn } from '../run/turn.ts';
import type { FieldLine, Item, Range, Template, WordItem } from '../model.ts';
import type { RegionContext } from '../parse/context.ts';
import type { Line } from '../parse/lines.ts';
import type { NamedResult } from '../variables.ts';
import type { Presentation } from './presentation.ts';
import type { RequestSpec, WordSpec } from './spec.ts';

/** What a run needs of a kind of request. It is loaded when a request of the kind first runs. */
export interface RequestRunner<I extends Item, R extends ItemResult> {
  /** Does what a request line says. Throws FileError where the file is wrong, else what the network said. */
  run(item: I, turn: Turn): Promise<R>;
  /** What checks look at. What takes time (a body) is read before; the reader throws WirebenchError where it cannot tell. */
  subject(result: R, context: SubjectContext): Subject | Promise<Subject>;
}

/** A kind of request: all that is known of it. Everything else reads the table of kinds (table.ts), and names no kind. */
export interface RequestKind<I extends Item = Item, R extends ItemResult = ItemResult> {
  readonly spec: RequestSpec;
  /** As lines that read as the same request. `text`: of its file. */
  print(item: I, text: string): string[];
  runner(): Promise<RequestRunner<I, R>>;
  /** A result as `{{name...}}` sees it. */
  named(result: R, bodies: Bodies): NamedResult;
  /** All that is shown of a result, wherever it is shown. */
  present(result: R): Presentation;
}

/** A request of a word whose options and body have been found. */
export interface Reading {
  readonly context: RegionContext;
  readonly spec: WordSpec;
  /** What follows the word on its line: never empty. */
  readonly rest: Range;
  /** Its range ends with the options. */
  readonly base: WordItem;
  readonly bodyLines: readonly Line[];
}

/** What the language knows of a word: all there is of one that is not supported yet. */
export interface ReadWord<I extends WordItem & Item = WordItem & Item> extends Pick<RequestKind<I>, 'print'> {
  readonly spec: WordSpec;
  /** Undefined: it is one that cannot be sent; why is a problem. */
  parse(reading: Reading): I | undefined;
  /** The URLs or addresses of its request line, as `spec.target` says. */
  targets?(item: I): readonly Template[];
  /** Lines of the body that begin with # are comments. */
  hasComments?(options: readonly FieldLine[]): boolean;
}

export interface WordKind<I extends WordItem & Item = WordItem & Item, R extends ItemResult = ItemResult>
  extends ReadWord<I>, Omit<RequestKind<I, R>, 'spec' | 'print'> {}
