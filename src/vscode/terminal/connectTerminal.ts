import * as vscode from 'vscode';
import { errorData } from '../../base/errors.ts';
import type { EndpointSnapshot, StreamNotice } from '../../engine/messages.ts';
import type { ClientSpec } from '../../endpoints/spec.ts';
import { createDecoder, type StreamDecoder } from '../../protocol/text/decode.ts';
import { visible } from '../../protocol/text/visible.ts';
import { addressText } from '../../endpoints/address.ts';
import { whereIs } from '../endpoints/itemText.ts';
import { readSettings } from '../settings.ts';
import { act, type Acting } from '../act.ts';
import { forgetFailed } from '../actions/start.ts';
import { HarmlessText } from './harmless.ts';
import { LineEditor, type LineAction } from './lineEditor.ts';
import { SessionEnding } from './lineEnding.ts';
import { peerName, spokenWith } from './otherEnd.ts';
import { readRequest } from './request.ts';
import { TerminalScreen } from './screen.ts';

/** The target of a terminal: none yet, an address to connect to, or an existing connection. */
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

/** A terminal that talks to a connection like telnet: Enter sends the line, and received text is shown above it. */
export class ConnectTerminal implements vscode.Pseudoterminal {
  readonly #shell: Acting;
  readonly #closes = new vscode.EventEmitter<number | undefined>();
  readonly #names = new vscode.EventEmitter<string>();
  readonly #line = new LineEditor();
  readonly #screen = new TerminalScreen(this.#line, () => (this.#state === 'asking' ? askPrompt : ''));
  readonly #subscriptions: { dispose(): void }[] = [];
  #target: TerminalTarget;
  #state: State = 'asking';
  #talk: Talk | undefined;
  /** Data received for a stream whose opening is not confirmed yet. */
  #early: StreamNotice[] = [];
  /** The last line had no recipient: it was kept, with a message. Enter connects again. */
  #isKept = false;
  /** Lines entered while the connection is being made. */
  readonly #ahead: string[] = [];
  #ending = new SessionEnding('lf', undefined);
  #endingAt: string | undefined;

  readonly onDidWrite = this.#screen.onDidWrite;
  readonly onDidClose = this.#closes.event;
  readonly onDidChangeName = this.#names.event;

  constructor(shell: Acting, target: TerminalTarget) {
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
    if (dimensions && dimensions.columns > 0) this.#screen.columns = dimensions.columns;
  }

  /** The user closed the terminal: the client that it opened is closed too. */
  close(): void {
    this.#state = 'closed';
    this.#screen.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
    void this.#hangUp();
  }

  handleInput(data: string): void {
    if (this.#state === 'closed') return;
    const actions = this.#line.input(data);
    if (this.#state === 'ended' && this.#keeps(actions)) return;
    for (const action of actions) this.#act(action);
    this.#screen.redraw();
  }

  /** Keeps lines that have no recipient, with a message. Returns true if it did. */
  #keeps(actions: readonly LineAction[]): boolean {
    const lines = actions.flatMap((action) => (action.kind === 'line' && action.text !== '' ? [action.text] : []));
    const [last] = lines.slice(-1);
    if (last === undefined) return false;
    if (this.#line.length === 0) this.#line.set(last);
    if (this.#isKept) {
      void this.#again();
      return true;
    }
    this.#isKept = true;
    const what = lines.length === 1 ? 'this line was' : `these ${lines.length} lines were`;
    this.#screen.complain(
      `The connection has ended: ${what} not sent. ${this.#afterwards}${lines.length === 1 ? '' : ' The up key brings them back.'}`,
    );
    return true;
  }

  #act(action: LineAction): void {
    switch (action.kind) {
      case 'clear':
        this.#screen.clear();
        return;
      case 'interrupt':
        void this.#interrupt();
        return;
      case 'end':
        void this.#end();
        return;
      case 'ending':
        this.#ending.toggle();
        this.#screen.say(`${this.#ending.sentence}.`);
        return;
      case 'line':
        if (this.#state !== 'ended') this.#screen.leave(action.text);
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
        return this.#again();
      case 'connecting':
        this.#ahead.push(text);
        return;
      case 'closed':
        return;
    }
  }

  /** Enter, after the end. */
  async #again(): Promise<void> {
    const target = this.#target;
    if (target.kind !== 'attach') return this.#begin();
    if (!this.#isClient(target.endpoint)) {
      this.#screen.complain(`The connection has ended. ${this.#afterwards}`);
      return;
    }
    this.#state = 'connecting';
    this.#screen.say('Connecting again …');
    try {
      const { connections } = await this.#shell.engine.request('endpoint.restart', { endpoint: target.endpoint });
      if (!this.#isClosed())
        await this.#attach(target.endpoint, connections[0]?.id ?? 0, { owned: false, fromStart: true });
    } catch (error) {
      this.#screen.complain(errorData(error).message);
      this.#ended(this.#afterwards);
    }
  }

  #isClient(endpoint: number): boolean {
    return this.#shell.registry.endpoint(endpoint)?.spec.role === 'client';
  }

  /** The available actions after the end. */
  get #afterwards(): string {
    return this.#target.kind !== 'attach' || this.#isClient(this.#target.endpoint)
      ? 'Enter connects again.'
      : 'The peer can connect again. Ctrl+C closes the terminal.';
  }

  async #begin(): Promise<void> {
    switch (this.#target.kind) {
      case 'ask':
        this.#state = 'asking';
        this.#screen.say(
          'Type an address and a port, with tls or udp before it if it is not TCP. Ctrl+C closes the terminal.',
        );
        return;
      case 'connect':
        return this.#connect(this.#target.spec);
      case 'attach':
        return this.#attach(this.#target.endpoint, this.#target.connection, { owned: false, fromStart: false });
    }
  }

  async #ask(text: string): Promise<void> {
    if (text.trim() === '') {
      this.#screen.redraw();
      return;
    }
    const request = readRequest(text, readSettings().defaultHost);
    if (request.ok) return this.#connect(request.spec);
    this.#screen.complain(request.message);
    // The typed text comes back, for correction.
    this.#line.set(text);
    this.#screen.redraw();
  }

  async #connect(spec: ClientSpec): Promise<void> {
    const where = addressText(spec.host, spec.port);
    this.#state = 'connecting';
    this.#screen.say(`Connecting to ${where} …`);
    try {
      const started = await act(this.#shell, 'connect', spec);
      if (this.#isClosed()) {
        await this.#shell.engine.request('endpoint.remove', { endpoint: started.id });
        return;
      }
      this.#target = { kind: 'connect', spec };
      // A server may have answered and closed already: daytime does.
      await this.#attach(started.id, started.connections[0]?.id ?? 0, { owned: true, fromStart: true });
    } catch (error) {
      await forgetFailed(this.#shell, error);
      if (this.#isClosed()) return;
      this.#screen.complain(errorData(error).message);
      this.#state = this.#target.kind === 'ask' ? 'asking' : 'ended';
      if (this.#state === 'asking') this.#line.set(spec.transport === 'tcp' ? where : `${spec.transport} ${where}`);
      else this.#screen.say('Enter tries again.');
      this.#keepAhead();
      this.#screen.redraw();
    }
  }

  /** Reports the lines entered for a connection that was not made, and keeps the last one. */
  #keepAhead(): void {
    const lines = this.#ahead.splice(0);
    if (lines.length === 0) return;
    this.#screen.complain(`Not sent: ${lines.join(' / ')}`);
    if (this.#line.length === 0) this.#line.set(lines.at(-1)!);
  }

  async #attach(
    endpoint: number,
    connection: number,
    { owned, fromStart }: { readonly owned: boolean; readonly fromStart: boolean },
  ): Promise<void> {
    try {
      const { stream } = await this.#shell.engine.request('stream.open', { endpoint, connection, fromStart });
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
      this.#isKept = false;
      const name = peerName(this.#shell, endpoint, connection);
      this.#names.fire(visible(name));
      this.#ending = this.#endingOf(snapshot);
      this.#screen.say(`Connected to ${name}. ${this.#ending.sentence}. Ctrl+D ends our direction, Ctrl+C closes.`);
      for (const notice of this.#early.splice(0)) this.#received(notice);
      for (const line of this.#ahead.splice(0)) await this.#send(line);
    } catch (error) {
      this.#screen.complain(errorData(error).message);
      this.#keepAhead();
      this.#ended(this.#afterwards);
    }
  }

  /** One object for all connections of this terminal to the same place, so that learned or chosen line endings stay. */
  #endingOf(snapshot: EndpointSnapshot | undefined): SessionEnding {
    const where = snapshot && whereIs(snapshot);
    if (where !== this.#endingAt) {
      this.#endingAt = where;
      this.#ending = new SessionEnding(
        readSettings().terminalLineEnding,
        snapshot && spokenWith(this.#shell, snapshot),
      );
    }
    return this.#ending;
  }

  #received(notice: StreamNotice): void {
    const talk = this.#talk;
    if (talk === undefined) {
      if (this.#state === 'connecting' || this.#target.kind === 'attach') this.#early.push(notice);
      return;
    }
    if (notice.stream !== talk.stream) return;
    if (notice.skipped > 0) this.#screen.say(`${notice.skipped} bytes are not shown because they arrived too fast.`);
    if (notice.direction === 'in') for (const message of messagesOf(notice)) this.#show(talk, message, notice.closed);
    if (notice.bytes.length > 0) {
      void this.#quietly('stream.ack', { stream: talk.stream, bytes: notice.bytes.length });
    }
    if (notice.closed) this.#ended(`The connection was closed. ${this.#afterwards}`);
  }

  #show(talk: Talk, bytes: Uint8Array, final: boolean): void {
    const text = talk.decoder.decode(bytes, final || talk.datagrams);
    if (talk.datagrams) talk.decoder.reset();
    const line = talk.datagrams && !text.endsWith('\n') ? `${text}\n` : text;
    const remark = this.#ending.heard(text);
    const raw = vscode.workspace.getConfiguration('wirebench').get('terminal.raw') === true;
    if (line !== '') this.#screen.write(raw ? line : talk.harmless.push(line));
    if (remark !== undefined) this.#screen.say(remark);
  }

  async #send(text: string): Promise<void> {
    const talk = this.#talk;
    if (talk === undefined) return;
    const snapshot = this.#shell.registry.endpoint(talk.endpoint);
    const remark = talk.datagrams ? undefined : this.#ending.sending(text);
    if (remark !== undefined) this.#screen.say(remark);
    try {
      await this.#shell.engine.request('endpoint.send', {
        endpoint: talk.endpoint,
        to: talk.connection === 0 ? { kind: 'all' } : { kind: 'connections', ids: [talk.connection] },
        payload: {
          kind: 'text',
          text,
          encoding: snapshot?.spec.encoding ?? readSettings().defaultEncoding,
          lineEnding: this.#ending.ending,
        },
      });
    } catch (error) {
      this.#screen.complain(errorData(error).message);
      if (this.#line.length === 0) this.#line.set(text);
      this.#screen.redraw();
    }
  }

  /** Ctrl+C: closes the connection or, if there is none, the terminal. */
  async #interrupt(): Promise<void> {
    if (this.#state !== 'talking' && this.#state !== 'connecting') {
      this.#closes.fire(0);
      return;
    }
    if (this.#talk?.owned) await this.#hangUp();
    else if (this.#talk) await this.#quietly('connection.close', { connection: this.#talk.connection, how: 'close' });
    this.#ended(
      `Closed. ${this.#afterwards}${this.#afterwards.includes('Ctrl+C') ? '' : ' Ctrl+C closes the terminal.'}`,
    );
  }

  /** Ctrl+D: ends our direction or, if there is no connection, closes the terminal. */
  async #end(): Promise<void> {
    if (this.#state !== 'talking' || this.#talk === undefined) {
      this.#closes.fire(0);
      return;
    }
    const { connection, datagrams } = this.#talk;
    if (datagrams || connection === 0) return this.#interrupt();
    try {
      await this.#shell.engine.request('connection.close', { connection, how: 'end' });
      this.#screen.say('Our direction has ended. Bytes from the peer are still shown.');
    } catch (error) {
      this.#screen.complain(errorData(error).message);
    }
  }

  #ended(why: string): void {
    if (this.#state === 'ended' || this.#state === 'closed') return;
    const rest = this.#talk?.harmless.end() ?? '';
    if (rest !== '') this.#screen.write(rest);
    this.#state = 'ended';
    void this.#hangUp();
    this.#screen.say(why);
  }

  /** Leaves the conversation; a client that this terminal opened is closed. */
  async #hangUp(): Promise<void> {
    const talk = this.#talk;
    this.#talk = undefined;
    if (talk === undefined) return;
    await this.#quietly('stream.close', { stream: talk.stream });
    if (talk.owned) await this.#quietly('endpoint.remove', { endpoint: talk.endpoint });
  }

  /** For requests that may be too late: the connection, the endpoint or the engine may be gone. */
  async #quietly(...[name, params]: Quiet): Promise<void> {
    if (!this.#shell.engine.isStarted) return;
    try {
      await this.#shell.engine.request(name, params);
    } catch {
      // It is gone already, as intended.
    }
  }

  /** The state may have changed during an `await`. */
  #isClosed(): boolean {
    return this.#state === 'closed';
  }
}

/** Datagrams one by one; for a stream, all available data. */
function messagesOf({ bytes, ends }: StreamNotice): readonly Uint8Array[] {
  return ends ? ends.map((end, i) => bytes.subarray(ends[i - 1] ?? 0, end)) : [bytes];
}

type Quiet =
  | ['stream.ack', { stream: number; bytes: number }]
  | ['stream.close', { stream: number }]
  | ['endpoint.remove', { endpoint: number }]
  | ['connection.close', { connection: number; how: 'close' }];
