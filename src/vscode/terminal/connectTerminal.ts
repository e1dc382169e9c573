import * as vscode from 'vscode';
import { errorData } from '../../base/errors.ts';
import type { StreamNotice } from '../../engine/messages.ts';
import type { ClientSpec } from '../../net/spec.ts';
import { createDecoder, type StreamDecoder } from '../../protocol/text/decode.ts';
import { visible } from '../../protocol/text/visible.ts';
import { formatAddress } from '../../traffic/event.ts';
import { addressText } from '../address.ts';
import { readSettings } from '../settings.ts';
import type { Shell } from '../shell.ts';
import { forgetFailed, run } from '../start/run.ts';
import { HarmlessText } from './harmless.ts';
import { LineEditor, LinePainter, type LineAction } from './lineEditor.ts';
import { readRequest } from './request.ts';

/** What a terminal talks to: nothing yet, an address to connect to, or a connection that is there already. */
export type TerminalTarget =
  | { readonly kind: 'ask' }
  | { readonly kind: 'connect'; readonly spec: ClientSpec }
  | { readonly kind: 'attach'; readonly endpoint: number; readonly connection: number };

/** An open conversation. `owned`: the terminal opened the client, and closes it. */
interface Talk {
  readonly endpoint: number;
  readonly connection: number;
  readonly stream: number;
  readonly owned: boolean;
  readonly datagrams: boolean;
  readonly decoder: StreamDecoder;
  readonly harmless: HarmlessText;
}

type State = 'asking' | 'connecting' | 'talking' | 'ended' | 'closed';

const askPrompt = 'Connect to: ';
const dim = (text: string) => `\x1b[2m${text}\x1b[22m`;
const red = (text: string) => `\x1b[31m${text}\x1b[39m`;

/** A terminal that talks to a connection as telnet does: a line is sent at Enter, what arrives is shown above it. */
export class ConnectTerminal implements vscode.Pseudoterminal {
  readonly #shell: Shell;
  readonly #writes = new vscode.EventEmitter<string>();
  readonly #closes = new vscode.EventEmitter<number | undefined>();
  readonly #names = new vscode.EventEmitter<string>();
  readonly #line = new LineEditor();
  readonly #painter = new LinePainter();
  readonly #subscriptions: { dispose(): void }[] = [];
  #target: TerminalTarget;
  #state: State = 'asking';
  #talk: Talk | undefined;
  /** What arrived for a stream whose opening was not confirmed yet. */
  #early: StreamNotice[] = [];
  /** What arrived ended within a line: the next goes on there. */
  #openLine = '';

  readonly onDidWrite = this.#writes.event;
  readonly onDidClose = this.#closes.event;
  readonly onDidChangeName = this.#names.event;

  constructor(shell: Shell, target: TerminalTarget) {
    this.#shell = shell;
    this.#target = target;
  }

  open(dimensions: vscode.TerminalDimensions | undefined): void {
    this.setDimensions(dimensions);
    this.#subscriptions.push(
      this.#shell.engine.onNotice((notice) => {
        if (notice.kind === 'stream') this.#received(notice);
      }),
      this.#shell.engine.onEnded(() => this.#ended('The engine ended.')),
    );
    void this.#begin();
  }

  setDimensions(dimensions: vscode.TerminalDimensions | undefined): void {
    if (dimensions && dimensions.columns > 0) this.#painter.columns = dimensions.columns;
  }

  /** The person closed the terminal: the client it opened goes with it. */
  close(): void {
    this.#state = 'closed';
    for (const subscription of this.#subscriptions) subscription.dispose();
    void this.#hangUp();
  }

  handleInput(data: string): void {
    if (this.#state === 'closed') return;
    for (const action of this.#line.input(data)) this.#act(action);
    this.#redraw();
  }

  #act(action: LineAction): void {
    switch (action.kind) {
      case 'clear':
        this.#writes.fire('\x1b[2J\x1b[H');
        return;
      case 'interrupt':
        void this.#interrupt();
        return;
      case 'end':
        void this.#end();
        return;
      case 'line':
        this.#writes.fire(`${this.#painter.erase()}${this.#prompt()}${visible(action.text)}\r\n`);
        this.#openLine = '';
        void this.#enter(action.text);
    }
  }

  async #enter(text: string): Promise<void> {
    switch (this.#state) {
      case 'asking':
        return this.#ask(text);
      case 'talking':
        return this.#send(text);
      case 'ended':
        return this.#begin();
      case 'connecting':
      case 'closed':
        return;
    }
  }

  async #begin(): Promise<void> {
    switch (this.#target.kind) {
      case 'ask':
        this.#state = 'asking';
        this.#say('An address and a port; TCP unless tls or udp comes first. Ctrl+C closes.');
        return;
      case 'connect':
        return this.#connect(this.#target.spec);
      case 'attach':
        return this.#attach(this.#target.endpoint, this.#target.connection, false);
    }
  }

  async #ask(text: string): Promise<void> {
    if (text.trim() === '') {
      this.#redraw();
      return;
    }
    const request = readRequest(text, readSettings().defaultHost);
    if (request.ok) return this.#connect(request.spec);
    this.#complain(request.message);
    // What was typed comes back, to be put right.
    this.#line.set(text);
    this.#redraw();
  }

  async #connect(spec: ClientSpec): Promise<void> {
    const where = addressText(spec.host, spec.port);
    this.#state = 'connecting';
    this.#say(`Connecting to ${where} …`);
    try {
      const started = await run(this.#shell, spec);
      if (this.#isClosed()) {
        await this.#shell.engine.request('endpoint.remove', { endpoint: started.id });
        return;
      }
      this.#target = { kind: 'connect', spec };
      await this.#attach(started.id, started.connections[0]?.id ?? 0, true);
    } catch (error) {
      await forgetFailed(this.#shell, error);
      if (this.#isClosed()) return;
      this.#complain(errorData(error).message);
      this.#state = this.#target.kind === 'ask' ? 'asking' : 'ended';
      if (this.#state === 'asking') this.#line.set(spec.transport === 'tcp' ? where : `${spec.transport} ${where}`);
      else this.#say('Enter tries again.');
      this.#redraw();
    }
  }

  async #attach(endpoint: number, connection: number, owned: boolean): Promise<void> {
    try {
      const { stream } = await this.#shell.engine.request('stream.open', {
        endpoint,
        connection,
        // A server may have answered and closed before anybody could look: daytime does.
        fromStart: owned,
      });
      const snapshot = this.#shell.registry.endpoint(endpoint);
      const { defaultEncoding } = readSettings();
      const encoding = snapshot?.spec.encoding ?? defaultEncoding;
      this.#talk = {
        endpoint,
        connection,
        stream,
        owned,
        datagrams: snapshot?.spec.transport === 'udp',
        decoder: createDecoder(encoding, 'backslashreplace'),
        harmless: new HarmlessText(),
      };
      this.#state = 'talking';
      const name = this.#peerName(endpoint, connection);
      this.#names.fire(visible(name));
      this.#say(`Connected to ${name}. Ctrl+D ends our direction, Ctrl+C closes.`);
      for (const notice of this.#early.splice(0)) this.#received(notice);
    } catch (error) {
      this.#complain(errorData(error).message);
      this.#ended('Enter tries again.');
    }
  }

  #peerName(endpoint: number, connection: number): string {
    const snapshot = this.#shell.registry.endpoint(endpoint);
    const peer = snapshot?.connections.find(({ id }) => id === connection)?.peer;
    if (peer) return formatAddress(peer);
    return snapshot?.spec.role === 'client'
      ? addressText(snapshot.spec.host, snapshot.spec.port)
      : (snapshot?.name ?? '');
  }

  #received(notice: StreamNotice): void {
    const talk = this.#talk;
    if (talk === undefined) {
      if (this.#state === 'connecting' || this.#target.kind === 'attach') this.#early.push(notice);
      return;
    }
    if (notice.stream !== talk.stream) return;
    if (notice.skipped > 0)
      this.#say(`${notice.skipped} bytes left out: they arrived faster than they could be shown.`);
    if (notice.direction === 'in') for (const message of messagesOf(notice)) this.#show(talk, message, notice.closed);
    if (notice.bytes.length > 0) {
      void this.#quietly('stream.ack', { stream: talk.stream, bytes: notice.bytes.length });
    }
    if (notice.closed) this.#ended('The connection was closed. Enter connects again.');
  }

  #show(talk: Talk, bytes: Uint8Array, final: boolean): void {
    const text = talk.decoder.decode(bytes, final || talk.datagrams);
    if (talk.datagrams) talk.decoder.reset();
    const line = talk.datagrams && !text.endsWith('\n') ? `${text}\n` : text;
    const raw = vscode.workspace.getConfiguration('wirebench').get('terminal.raw') === true;
    if (line !== '') this.#write(raw ? line : talk.harmless.push(line));
  }

  async #send(text: string): Promise<void> {
    const talk = this.#talk;
    if (talk === undefined) return;
    const snapshot = this.#shell.registry.endpoint(talk.endpoint);
    const { terminalLineEnding, defaultEncoding } = readSettings();
    try {
      await this.#shell.engine.request('endpoint.send', {
        endpoint: talk.endpoint,
        to: talk.connection === 0 ? { kind: 'all' } : { kind: 'connections', ids: [talk.connection] },
        payload: {
          kind: 'text',
          text,
          encoding: snapshot?.spec.encoding ?? defaultEncoding,
          lineEnding: terminalLineEnding,
        },
      });
    } catch (error) {
      this.#complain(errorData(error).message);
      if (this.#line.length === 0) this.#line.set(text);
      this.#redraw();
    }
  }

  /** Ctrl+C: closes the connection; where there is none, the terminal. */
  async #interrupt(): Promise<void> {
    if (this.#state !== 'talking' && this.#state !== 'connecting') {
      this.#closes.fire(0);
      return;
    }
    if (this.#talk?.owned) await this.#hangUp();
    else if (this.#talk) await this.#quietly('connection.close', { connection: this.#talk.connection, how: 'close' });
    this.#ended('Closed. Enter connects again, Ctrl+C closes the terminal.');
  }

  /** Ctrl+D: ends our direction; where there is none, closes the terminal. */
  async #end(): Promise<void> {
    if (this.#state !== 'talking' || this.#talk === undefined) {
      this.#closes.fire(0);
      return;
    }
    const { connection, datagrams } = this.#talk;
    if (datagrams || connection === 0) return this.#interrupt();
    try {
      await this.#shell.engine.request('connection.close', { connection, how: 'end' });
      this.#say('Our direction is ended; what the peer still sends is shown.');
    } catch (error) {
      this.#complain(errorData(error).message);
    }
  }

  #ended(why: string): void {
    if (this.#state === 'ended' || this.#state === 'closed') return;
    const rest = this.#talk?.harmless.end() ?? '';
    if (rest !== '') this.#write(rest);
    this.#state = 'ended';
    void this.#hangUp();
    this.#say(why);
  }

  /** Lets go of the conversation; a client that this terminal opened is taken down. */
  async #hangUp(): Promise<void> {
    const talk = this.#talk;
    this.#talk = undefined;
    if (talk === undefined) return;
    await this.#quietly('stream.close', { stream: talk.stream });
    if (talk.owned) await this.#quietly('endpoint.remove', { endpoint: talk.endpoint });
  }

  /** For what may come too late: the connection, the endpoint or the engine may be gone already. */
  async #quietly(...[name, params]: Quiet): Promise<void> {
    if (!this.#shell.engine.isStarted) return;
    try {
      await this.#shell.engine.request(name, params);
    } catch {
      // Gone already, which is what was wanted.
    }
  }

  /** The state may have changed while something was awaited. */
  #isClosed(): boolean {
    return this.#state === 'closed';
  }

  #prompt(): string {
    return this.#state === 'asking' ? askPrompt : '';
  }

  #say(text: string): void {
    this.#note(dim(visible(text)));
  }

  #complain(text: string): void {
    this.#note(red(visible(text)));
  }

  /** A line of ours, which begins on a line of its own. */
  #note(line: string): void {
    this.#write(`${this.#openLine === '' ? '' : '\r\n'}${line}\r\n`);
  }

  /** Writes above the line that is being typed, going on where what was written before ended. */
  #write(text: string): void {
    const whole = this.#openLine + text;
    const start = whole.lastIndexOf('\n') + 1;
    const rest = whole.slice(start);
    this.#writes.fire(`${this.#painter.erase()}${whole.slice(0, start)}`);
    this.#openLine = rest;
    this.#redraw();
  }

  #redraw(): void {
    if (this.#state === 'closed') return;
    this.#writes.fire(this.#painter.erase() + this.#painter.draw(this.#openLine + this.#prompt(), this.#line));
  }
}

/** Datagrams one by one; of a stream what there is. */
function messagesOf({ bytes, ends }: StreamNotice): readonly Uint8Array[] {
  return ends ? ends.map((end, i) => bytes.subarray(ends[i - 1] ?? 0, end)) : [bytes];
}

type Quiet =
  | ['stream.ack', { stream: number; bytes: number }]
  | ['stream.close', { stream: number }]
  | ['endpoint.remove', { endpoint: number }]
  | ['connection.close', { connection: number; how: 'close' }];
