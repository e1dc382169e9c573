import type { Bodies } from '../run/bodyText.ts';
import type { ItemResult } from '../run/outcome.ts';
import type { Subject, SubjectContext } from '../run/subjectTable.ts';
import type { Turn } from '../run/turn.ts';
import type { Need } from '../../base/trust.ts';
import type { SocketTransport } from '../../net/sockets/row.ts';
import type { Started } from '../run/started.ts';
import type { BodyPart, FieldLine, Item, Located, Range, Template, WordItem } from '../model.ts';
import type { RegionContext } from '../parse/context.ts';
import type { Line } from '../parse/lines.ts';
import type { NamedResult } from '../variables.ts';
import type { Presentation } from './presentation.ts';
import type { Watched } from './watched.ts';
import type { RequestSpec, WordSpec } from './spec.ts';

/** The part of a row that a run needs. It is loaded when a request of the kind first runs. */
export interface RequestRunner<I extends Item, R extends ItemResult> {
  /** Does what the request says. Throws FileError if the file is wrong, else the error of the network. */
  run(item: I, turn: Turn): Promise<R>;
  /** The values for checks. Slow ones (a body) are read before; the reader throws WirebenchError if it cannot tell. */
  subject(result: R, context: SubjectContext): Subject | Promise<Subject>;
  /** What a CHECK can look at, of a request that started something. Undefined: it is not known any more. */
  watch?(result: R, started: Started): Watched | undefined;
  /** Tells the result again as it grows after the request, until what it started is over or is stopped. */
  follow?(result: R, started: Started, tell: (result: R) => void): void;
}

/** A word of the file that a table explains. */
export interface Explained {
  readonly place: Range;
  readonly name: string;
  readonly sentence: string;
}

/** How a request says which certificates it trusts: each form with its place. */
export interface CertificateForm {
  readonly anyway: string;
  readonly authority: string;
  readonly where: string;
  /** The offset at which a fix writes it, and the text around it. */
  readonly at: (text: string, item: Range) => number;
  readonly around: readonly [before: string, after: string];
}

/** The part of a row that the language needs, whether such a request can be sent or not. Absent columns: it has none. */
export interface ReadKind<I extends Item = Item> {
  readonly spec: RequestSpec;
  /** As lines that read as the same request. `text`: of its file. */
  print(item: I, text: string): string[];
  body?(item: I): readonly BodyPart[];
  /** The stretches that fold as its body; absent: the parts of the body. */
  folds?(item: I): readonly Range[];
  /** Headers as a person wrote them, which are checked. */
  headers?(item: I): readonly FieldLine[];
  /** Its answer is shown in the Names view, not among the responses. */
  inNames?(item: I): boolean;
  /** For a hover, besides the word and its options. */
  explain?(item: I, offset: number): Explained | undefined;
  /** The URLs or addresses of its request line, as `spec.target` says. */
  targets?(item: I): readonly Template[];
  /** The names of the requests that it is about. */
  about?(item: I): readonly Located[];
  /** The names of variables that only this request has, at the places where they get their values. */
  variables?(item: I): readonly Located[];
  /** Needs of a trusted workspace, besides those of the rows of its options and of its body. */
  needs?(item: I): readonly Need[];
  /** Absent: by the options `verify` and `ca`. */
  certificate?(item: I): CertificateForm;
}

/** A kind of request that can be sent. Everything else reads the table of kinds (table.ts), and names no kind. */
export interface RequestKind<I extends Item = Item, R extends ItemResult = ItemResult> extends ReadKind<I> {
  runner(): Promise<RequestRunner<I, R>>;
  /** A result as `{{name...}}` sees it. */
  named(result: R, bodies: Bodies): NamedResult;
  /** As it crosses threads: without what stays in the thread of the run. Absent: as it is. */
  crossing?(result: R): R;
  /** The transport over which it asked and got nothing back. Undefined: it got something, or has not asked. */
  unanswered?(result: R): SocketTransport | undefined;
  /** All that is shown of a result, wherever it is shown. */
  present(result: R): Presentation;
}

/** A request of a word whose options and body have been found. */
export interface Reading {
  readonly context: RegionContext;
  readonly spec: WordSpec;
  /** The rest of its line after the word: never empty. */
  readonly rest: Range;
  /** Its range ends with the options. */
  readonly base: WordItem;
  readonly bodyLines: readonly Line[];
}

/** The part of a word's row that the language needs: a word that is not supported yet has no other. */
export interface ReadWord<I extends WordItem & Item = WordItem & Item> extends ReadKind<I> {
  readonly spec: WordSpec;
  /** Undefined: it is one that cannot be sent; why is a problem. */
  parse(reading: Reading): I | undefined;
  /** Lines of the body that begin with # are comments. */
  hasComments?(options: readonly FieldLine[]): boolean;
}

export interface WordKind<I extends WordItem & Item = WordItem & Item, R extends ItemResult = ItemResult>
  extends ReadWord<I>, RequestKind<I, R> {
  readonly spec: WordSpec;
}
