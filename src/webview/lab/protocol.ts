import type { CheckOutcome } from '../../requests/run/outcome.ts';

/** The kind of a lab's outputs: the outcome of one request, as data. */
export const outcomeMime = 'application/vnd.wirebench.outcome+json';

/** A place in a file: line from 1. */
export interface FilePlace {
  readonly file: string;
  readonly line: number;
}

export interface ShownDiagnosis {
  readonly id: string;
  readonly sentence: string;
  readonly hint?: string;
  readonly place?: FilePlace;
}

/** A part of an answer. */
export type ShownPart =
  /** `base64`: the first ones of `total` bytes. */
  | { readonly kind: 'bytes'; readonly title: string; readonly base64: string; readonly total: number }
  /** `program`: the output of one, in whose lines places of files are links. `left`: more came before it. */
  | {
      readonly kind: 'text';
      readonly title: string;
      readonly text: string;
      readonly left: boolean;
      readonly program: boolean;
    }
  | {
      readonly kind: 'table';
      readonly title: string;
      readonly head: readonly string[];
      readonly rows: readonly (readonly string[])[];
    };

/** `why`: the sentence of the lab for this wrong value. */
export type ShownCheck = CheckOutcome & { readonly why?: string };

/** The outcome of one request of a cell, as its output shows it. */
export interface ShownOutcome {
  /** Of the output: the same each time that the request runs. */
  readonly id: string;
  readonly label: string;
  readonly state: 'running' | 'passed' | 'failed' | 'error' | 'skipped';
  /** In a few words: `200 OK`. */
  readonly verdict: string;
  /** `12 ms`; absent while it runs. */
  readonly took?: string;
  readonly checks: readonly ShownCheck[];
  readonly error?: string;
  /** Those that are due after so many failures. */
  readonly hints: readonly string[];
  /** More of it may come after it was put into the notebook: `EditorMessage`. */
  readonly grows?: true;
  readonly notes: readonly string[];
  readonly diagnosis?: ShownDiagnosis;
  readonly also: readonly ShownDiagnosis[];
  readonly parts: readonly ShownPart[];
  /** The heading of the prose above, which explains what failed. */
  readonly explained?: { readonly title: string; readonly cell: number };
  /** `facts` of an answer, for whoever opens them. */
  readonly facts: readonly (readonly [string, string])[];
}

/** From an output to the editor. */
export type RendererMessage =
  | ({ readonly kind: 'open' } & FilePlace)
  | { readonly kind: 'reveal'; readonly cell: number }
  /** An output that grows was drawn, from the notebook: it may have grown since. */
  | { readonly kind: 'drawn'; readonly id: string };

/** From the editor to the outputs of its notebooks: the whole outcome as it is now. */
export interface EditorMessage {
  readonly kind: 'grown';
  readonly outcome: ShownOutcome;
}

/** The editor may post to the page too. */
export function isEditorMessage(value: unknown): value is EditorMessage {
  return typeof value === 'object' && value !== null && (value as Record<string, unknown>)['kind'] === 'grown';
}

/** From the messages of a page: anything may come. */
export function isRendererMessage(value: unknown): value is RendererMessage {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, file, line, cell, id } = value as Record<string, unknown>;
  if (kind === 'reveal') return Number.isInteger(cell);
  if (kind === 'drawn') return typeof id === 'string';
  return kind === 'open' && typeof file === 'string' && Number.isInteger(line);
}
