import { open, rm } from 'node:fs/promises';
import { setImmediate as turn } from 'node:timers/promises';
import { WirebenchError } from '../base/errors.ts';
import { createDecoder, decode } from '../protocol/text/decode.ts';
import { DecodeError, type DecodeHandler } from '../protocol/text/errors.ts';
import { hexDump } from '../protocol/text/hexDump.ts';
import { visible } from '../protocol/text/visible.ts';
import { writeExport } from '../traffic/exporting.ts';
import { FilterError } from '../traffic/filter.ts';
import type { Journal } from '../traffic/journal.ts';
import { TrafficView } from '../traffic/view.ts';
import type { EngineNotice, EngineParams, EngineResult, FilterVerdict, ViewSnapshot } from './messages.ts';

/** The most rows, and characters of each, that one request returns: a screenful and the rows read ahead. */
const mostRows = 2000;
const mostPreviewChars = 2000;

class OpenView {
  readonly id: number;
  readonly traffic: TrafficView;
  updating = false;
  /** A caller waits for the end of a scan, so the end is reported at once and not with the next tick. */
  awaited = true;
  told = '';

  constructor(id: number, traffic: TrafficView) {
    this.id = id;
    this.traffic = traffic;
  }

  snapshot(): ViewSnapshot {
    return { view: this.id, ...this.traffic.snapshot() };
  }
}

/** The open traffic views. Keeps each up to date with the journal between bursts of traffic. */
export class Views {
  readonly #journal: Journal;
  readonly #notify: (notice: EngineNotice) => void;
  readonly #views = new Map<number, OpenView>();
  #nextId = 1;

  constructor(journal: Journal, notify: (notice: EngineNotice) => void) {
    this.#journal = journal;
    this.#notify = notify;
  }

  open(filter: string): ViewSnapshot {
    const view = new OpenView(this.#nextId++, new TrafficView(this.#journal, filter));
    this.#views.set(view.id, view);
    return view.snapshot();
  }

  close(id: number): void {
    this.#views.get(id)?.traffic.dispose();
    this.#views.delete(id);
  }

  filter(id: number, text: string): FilterVerdict {
    const view = this.#get(id);
    try {
      view.traffic.setFilter(text);
    } catch (error) {
      if (!(error instanceof FilterError)) throw error;
      return { ok: false, error: error.toData(), start: error.start, end: error.end };
    }
    view.awaited = true;
    void this.#advance(view);
    return { ok: true };
  }

  pause(id: number, paused: boolean): ViewSnapshot {
    const view = this.#get(id);
    view.traffic.setPaused(paused);
    return view.snapshot();
  }

  rows(params: EngineParams<'view.rows'>): Promise<EngineResult<'view.rows'>> {
    const { view, from, count, encoding, errors } = params;
    return this.#get(view).traffic.rows(from, Math.min(count, mostRows), {
      decode: (bytes, whole) => previewText(bytes, whole, encoding, errors as DecodeHandler),
      visible,
      previewChars: Math.min(params.previewChars, mostPreviewChars),
    });
  }

  indexOf(id: number, seq: number): number {
    return this.#get(id).traffic.indexOf(seq);
  }

  /**
   * Writes the rows of a view, or of the whole journal, to a file. If it is cancelled or fails, no partial file
   * remains.
   */
  async export(params: EngineParams<'journal.export'>, signal: AbortSignal): Promise<EngineResult<'journal.export'>> {
    const source = params.view === undefined ? this.#journal : this.#get(params.view).traffic;
    const { path, format, encoding } = params;
    const file = await open(path, 'w').catch((cause: unknown) => {
      throw unwritable(path, cause);
    });
    let done = false;
    try {
      const written = await writeExport(
        this.#journal,
        source,
        {
          write: async (chunk) => {
            await file.writeFile(chunk);
          },
        },
        { format, hexDump, signal, decode: (bytes) => decode(bytes, encoding, 'backslashreplace') },
      );
      done = true;
      return written;
    } catch (cause) {
      if (signal.aborted) throw new WirebenchError({ code: 'cancelled', message: `Writing ${path} was cancelled.` });
      throw cause instanceof WirebenchError ? cause : unwritable(path, cause);
    } finally {
      await file.close();
      if (!done) await rm(path, { force: true });
    }
  }

  /** Ten times a second: matches new events, and reports if they change the visible rows. */
  tick(): void {
    for (const view of this.#views.values()) {
      this.#tell(view);
      void this.#advance(view);
    }
  }

  dispose(): void {
    for (const id of [...this.#views.keys()]) this.close(id);
  }

  async #advance(view: OpenView): Promise<void> {
    if (view.updating) return;
    view.updating = true;
    // Between two slices everything else gets a turn, sockets first.
    while (this.#views.has(view.id) && (await view.traffic.update())) await turn();
    view.updating = false;
    if (!this.#views.has(view.id) || !view.awaited) return;
    view.awaited = false;
    this.#tell(view);
  }

  #tell(view: OpenView): void {
    const snapshot = view.snapshot();
    const { rows, forgottenRows, paused, pending, progress, filter, journal } = snapshot;
    const key = JSON.stringify([rows, forgottenRows, paused, pending, progress, filter, journal.first, journal.next]);
    if (key === view.told) return;
    view.told = key;
    this.#notify({ kind: 'view', snapshot });
  }

  #get(id: number): OpenView {
    const view = this.#views.get(id);
    if (view) return view;
    throw new WirebenchError({ code: 'no-such-view', message: `Traffic view ${id} is closed.` });
  }
}

/** A payload as a table shows it. If `strict` fails, the row shows the reason and the place. */
function previewText(bytes: Uint8Array, whole: boolean, encoding: string, errors: DecodeHandler): string {
  try {
    return visible(createDecoder(encoding, errors).decode(bytes, whole));
  } catch (error) {
    if (error instanceof DecodeError) return visible(error.message);
    // A payload is not a stream. It is decoded as bytes.decode does, which takes a missing mark for little-endian.
    if (error instanceof WirebenchError && error.code === 'no-byte-order-mark')
      return previewText(bytes, whole, `${String(error.facts['encoding'])}-le`, errors);
    throw error;
  }
}

function unwritable(path: string, cause: unknown): WirebenchError {
  const system = (cause as NodeJS.ErrnoException).code ?? String(cause);
  return new WirebenchError(
    { code: 'file-unwritable', message: `The traffic could not be written to ${path}: ${system}.`, system },
    { cause },
  );
}
