import fs from 'node:fs/promises';
import * as vscode from 'vscode';
import { errorData } from '../../base/errors.ts';
import type { BodySource, HeaderList, HttpExchange, HttpRequestSpec } from '../../net/http/exchange.ts';
import { urlencode } from '../../protocol/http/urlencode.ts';
import type { RequestOutcome } from '../../requests/run/outcome.ts';
import { perform, type Acting } from '../act.ts';
import { urlOf } from '../endpoints/itemText.ts';
import { endpointItem } from '../endpoints/target.ts';
import { askOffered, type Offer } from '../offeredPick.ts';
import { askText, back, more, type Remark } from '../prompts.ts';
import type { Shell } from '../shell.ts';
import { labelText } from '../uiText.ts';
import type { Entry, ResponseHistory } from './history.ts';
import type { ResponseView } from './responseView.ts';

const stateKey = 'wirebench.lastUrl';

interface TypedRequestsOptions {
  readonly shell: Acting & Pick<Shell, 'context' | 'firstSteps'>;
  readonly history: Pick<ResponseHistory, 'add'>;
  readonly view: Pick<ResponseView, 'show' | 'update'>;
}

/** HTTP requests without a file: the user types them into the palette, or a command gets them. */
export class TypedRequests {
  readonly #options: TypedRequestsOptions;
  /** The current requests, with their abort controllers. */
  readonly #running = new Map<Entry, AbortController>();

  constructor(options: TypedRequestsOptions) {
    this.#options = options;
  }

  /** Asks for a request and sends it. */
  async ask(method: 'GET' | 'POST'): Promise<HttpExchange | undefined> {
    const request = await ask(this.#options.shell, method);
    return request && this.send(request, true);
  }

  /** Sends a request and shows its answer. `asked`: the user entered the request, and chose its file in a dialog. */
  async send(request: HttpRequestSpec, asked: boolean): Promise<HttpExchange> {
    const { shell, history, view } = this.#options;
    const line = `${request.method} ${request.url}`;
    const started = Date.now();
    const outcome = (changes: Partial<RequestOutcome>): RequestOutcome => ({
      ...{ region: 0, start: 0, end: 0, label: line, state: 'running', checks: [], duration: Date.now() - started },
      ...changes,
    });
    const entry = history.add({ kind: 'typed', request, asked }, line, outcome({}));
    view.show(entry);
    const abort = new AbortController();
    this.#running.set(entry, abort);
    try {
      const result = await perform(shell, 'sendHttp', request, {
        ...(asked && { trusted: true }),
        signal: abort.signal,
        onReport: (progress) => {
          entry.progress = progress;
          view.update();
        },
      });
      const { error, duration } = result;
      if (error === undefined) shell.firstSteps.did('http');
      entry.outcome = outcome({
        state: error ? 'error' : 'passed',
        result: { kind: 'http', exchange: result },
        duration,
      });
      return result;
    } catch (error) {
      entry.outcome = outcome({ state: 'error', error: errorData(error) });
      throw error;
    } finally {
      this.#running.delete(entry);
      view.update();
    }
  }

  /** Cancels the request of an answer, or all. Returns their number. */
  cancel(entry?: Entry): number {
    const aborts = [...this.#running].filter(([one]) => entry === undefined || one === entry);
    for (const [, abort] of aborts) abort.abort();
    return aborts.length;
  }
}

async function ask(
  { context: { globalState }, registry }: Pick<Shell, 'context' | 'registry'>,
  method: 'GET' | 'POST',
): Promise<HttpRequestSpec | undefined> {
  const title = `Send HTTP ${method}`;
  const answer = await askOffered({
    title,
    placeholder: 'http://127.0.0.1:8080/get (the gear has headers)',
    offers: urlOffers(registry, globalState.get<string>(stateKey)),
    icon: 'send',
    check: checkUrl,
    hasMore: true,
  });
  if (answer === undefined || answer.next === back) return undefined;
  const url = withScheme(answer.text);
  await globalState.update(stateKey, url);
  const body = method === 'POST' ? await askBody(title) : { type: undefined, body: undefined };
  if (body === undefined) return undefined;
  const headers = answer.next === more ? await askHeaders(title) : [];
  if (headers === undefined) return undefined;
  const typed = body.type !== undefined && !headers.some(([name]) => name.toLowerCase() === 'content-type');
  return {
    method,
    url,
    headers: typed ? [['Content-Type', body.type], ...headers] : headers,
    ...(body.body && { body: body.body }),
  };
}

/** The HTTP servers that run here, by their names, and the last URL. */
function urlOffers(registry: Shell['registry'], last: string | undefined): Offer[] {
  const running = registry.running.flatMap((server): Offer[] => {
    const url = urlOf(server);
    return url === undefined ? [] : [{ ...endpointItem(server), description: labelText(`${url}/`), text: `${url}/` }];
  });
  const isOffered = last === undefined || running.some(({ text }) => text === last);
  // The last URL comes first: a request is often sent again.
  return isOffered ? running : [{ label: labelText(last), description: 'the last one', text: last }, ...running];
}

function withScheme(text: string): string {
  const url = text.trim();
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? url : `http://${url}`;
}

function checkUrl(text: string): Remark | undefined {
  if (text.trim() === '') return { severity: 'error', message: 'Type an address: http://127.0.0.1:8080/get' };
  const url = withScheme(text);
  if (!/^https?:/i.test(url)) return { severity: 'error', message: 'Only http:// and https:// can be sent.' };
  if (!URL.canParse(url))
    return { severity: 'error', message: 'This is not a valid address. Write http://host:port/path.' };
  return undefined;
}

async function askHeaders(title: string): Promise<HeaderList | undefined> {
  const headers: [string, string][] = [];
  for (;;) {
    const sent = headers.map(([name]) => name).join(', ');
    const answer = await askText({
      title,
      prompt:
        sent === '' ? 'A header. Leave it empty to send.' : `Another header after ${sent}. Leave it empty to send.`,
      placeholder: 'Accept: application/json',
      check: (text) =>
        text.trim() === '' || /^[^\s:]+\s*:/.test(text)
          ? undefined
          : { severity: 'error', message: 'Write a header as a name, a colon and a value.' },
    });
    if (answer === undefined) return undefined;
    if (answer.text.trim() === '') return headers;
    const colon = answer.text.indexOf(':');
    headers.push([answer.text.slice(0, colon).trim(), answer.text.slice(colon + 1).trim()]);
  }
}

interface Body {
  readonly type: string | undefined;
  readonly body: readonly BodySource[] | undefined;
}

const textBody = (type: string, text: string): Body => ({
  type,
  body: [{ kind: 'bytes', bytes: new TextEncoder().encode(text) }],
});

const bodyKinds: readonly (vscode.QuickPickItem & { readonly ask: (title: string) => Promise<Body | undefined> })[] = [
  {
    label: 'JSON',
    description: 'application/json',
    ask: (title) =>
      askLine(title, 'The JSON to send.', '{"text": "Hello World !!"}', jsonRemark, (text) =>
        textBody('application/json', text),
      ),
  },
  {
    label: 'Form',
    description: 'application/x-www-form-urlencoded',
    ask: (title) =>
      askLine(title, 'Fields, separated by &. Values are encoded.', 'name=Ada Lovelace&year=1843', undefined, (text) =>
        textBody('application/x-www-form-urlencoded', formFields(text)),
      ),
  },
  {
    label: 'Text',
    description: 'text/plain',
    ask: (title) =>
      askLine(title, 'The text to send.', 'Hello', undefined, (text) => textBody('text/plain; charset=utf-8', text)),
  },
  { label: 'File', description: 'the bytes of a file', ask: askFile },
  { label: 'Nothing', description: 'an empty body', ask: () => Promise.resolve({ type: undefined, body: undefined }) },
];

async function askBody(title: string): Promise<Body | undefined> {
  const picked = await vscode.window.showQuickPick(bodyKinds, { title, placeHolder: 'The kind of body' });
  return picked?.ask(title);
}

async function askLine(
  title: string,
  prompt: string,
  placeholder: string,
  remark: ((text: string) => Remark | undefined) | undefined,
  make: (text: string) => Body,
): Promise<Body | undefined> {
  const answer = await askText({ title, prompt, placeholder, check: remark ?? (() => undefined) });
  return answer && make(answer.text);
}

function jsonRemark(text: string): Remark | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    return { severity: 'warning', message: 'This is not JSON. It is sent unchanged.' };
  }
}

async function askFile(title: string): Promise<Body | undefined> {
  const [uri] = (await vscode.window.showOpenDialog({ title, openLabel: 'Send' })) ?? [];
  if (uri === undefined) return undefined;
  await fs.access(uri.fsPath);
  return { type: 'application/octet-stream', body: [{ kind: 'file', path: uri.fsPath }] };
}

/** The typed fields, encoded like Python's `urllib.parse.urlencode`. */
function formFields(text: string): string {
  return urlencode(
    text.split('&').map((field) => {
      const at = field.indexOf('=');
      return at < 0 ? [field, ''] : [field.slice(0, at), field.slice(at + 1)];
    }),
  );
}

/** The request in the form of a request file. */
export function requestText({ method, url, headers, body }: HttpRequestSpec): string {
  const lines = [`${method} ${url}`, ...headers.map(([name, value]) => `${name}: ${value}`)];
  const parts = (body ?? []).map((part) =>
    part.kind === 'file' ? `< ${part.path}` : new TextDecoder().decode(part.bytes),
  );
  return `### ${method} ${URL.canParse(url) ? new URL(url).pathname : url}\n${lines.join('\n')}\n${parts.length > 0 ? `\n${parts.join('\n')}\n` : ''}`;
}
