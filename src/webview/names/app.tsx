import { useEffect, useRef } from 'preact/hooks';
import type { DnsExchange } from '../../net/dns/exchange.ts';
import { dnsCopyFormats } from '../../protocol/dns/copyAs.ts';
import { FLAGS, RCODES, rcodeName } from '../../protocol/dns/codes.ts';
import { decodeMessage } from '../../protocol/dns/decode.ts';
import type { DecodedMessage } from '../../protocol/dns/message.ts';
import { displayName, formatName } from '../../protocol/dns/name.ts';
import { HEADER_LENGTH } from '../../protocol/dns/wire.ts';
import { visible } from '../../protocol/text/visible.ts';
import type { ByteRange } from '../common/byteText.ts';
import { GoToRequest, HistoryMenu } from '../common/answerActions.tsx';
import { Checks } from '../common/checks.tsx';
import { Fields } from '../common/fields.tsx';
import { count, formatBytes, formatDuration } from '../../base/quantities.ts';
import { SizedPart } from '../common/sizedPart.tsx';
import { Action, Icon, Menu, Notice, Slot } from '../common/widgets.tsx';
import { Comparison } from './comparison.tsx';
import { Lookup } from './lookup.tsx';
import type { NamesPage } from './page.ts';
import type { ShownNames } from './protocol.ts';
import { Sections } from './records.tsx';
import { initialState } from './savedState.ts';
import { TraceTree } from './trace.tsx';

export function App({ page }: { readonly page: NamesPage }) {
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    if (page.takeFocus()) main.current?.focus({ preventScroll: true });
  });
  const { shown } = page;
  return (
    <>
      <div class="said" role="status" aria-live="polite">
        {visible(page.said)}
      </div>
      <main class="names" tabIndex={-1} ref={main} aria-label="Names">
        {shown === undefined ? <Empty page={page} /> : <Shown page={page} shown={shown} />}
      </main>
    </>
  );
}

function Empty({ page }: { readonly page: NamesPage }) {
  return (
    <div class="empty">
      <p>Look up a name to see its records, their bytes and the meaning of each byte.</p>
      <div class="buttons">
        <button type="button" class="button" onClick={() => page.act('another')}>
          Resolve DNS Record
        </button>
      </div>
    </div>
  );
}

function Shown({ page, shown }: { readonly page: NamesPage; readonly shown: ShownNames }) {
  const { result, error, checks } = shown;
  const { exchange } = page;
  return (
    <>
      <Heading page={page} shown={shown} />
      <div class="answer">
        {page.problem !== undefined && <Notice kind="error">{visible(page.problem)}</Notice>}
        {error !== undefined && <Failure text={error.message} />}
        {shown.tone === 'running' && result === undefined && <p class="waiting">Asking…</p>}
        {checks !== undefined && checks.length > 0 && (
          <section class="records" aria-label="Checks">
            <h2>
              Checks <span class="count">{count(checks.length)}</span>
            </h2>
            <Checks checks={checks} />
          </section>
        )}
        {shown.ask.kind === 'compare' && result?.kind === 'exchanges' && (
          <Comparison page={page} exchanges={result.exchanges} />
        )}
        {result?.kind === 'trace' && <TraceTree page={page} trace={result.trace} />}
        {result?.kind === 'lookup' && <Lookup answer={result.answer} />}
        {page.exchanges.length > 1 && shown.ask.kind !== 'compare' && result?.kind !== 'trace' && (
          <ExchangeChoice page={page} />
        )}
        {exchange && <Exchange page={page} exchange={exchange} />}
      </div>
      {exchange && <Message page={page} exchange={exchange} />}
    </>
  );
}

const tones = { good: 'pass', warn: 'warning', bad: 'error', running: 'clock' } as const;

function Heading({ page, shown }: { readonly page: NamesPage; readonly shown: ShownNames }) {
  const { exchange } = page;
  return (
    <header class="heading">
      <span class={`verdict ${shown.tone}`}>
        <Icon name={tones[shown.tone]} />
        {shown.verdict}
      </span>
      <h1>{visible(shown.label)}</h1>
      <div class="actions">
        {shown.tone === 'running' ? (
          <Action icon="close" label="Cancel" onClick={() => page.act('cancel')} />
        ) : (
          <Action icon="refresh" label="Ask Again" onClick={() => page.act('again')} />
        )}
        {exchange && (
          <Menu
            label="Copy"
            icon="copy"
            choices={dnsCopyFormats.map(({ format, label }) => ({ label, run: () => page.copy(format) }))}
          />
        )}
        {exchange && exchange.connection > 0 && (
          <Action icon="list-flat" label="Show in Traffic" onClick={() => page.showTraffic(exchange)} />
        )}
        <GoToRequest page={page} source={shown.source} />
        <HistoryMenu
          page={page}
          history={page.history.slice(0, 20)}
          labelOf={({ label, verdict }) => `${visible(label)}: ${verdict}`}
        />
        <Action icon="new-file" label="Ask for Another Name…" onClick={() => page.act('another')} />
      </div>
    </header>
  );
}

function Failure({ text }: { readonly text: string }) {
  return (
    <div class="failed" role="alert">
      <Icon name="error" />
      <span class="failure">{visible(text)}</span>
    </div>
  );
}

/** The choice of the displayed answer, for a search list or several record types. */
function ExchangeChoice({ page }: { readonly page: NamesPage }) {
  return (
    <label class="choice">
      Answer
      <select onChange={(event) => page.choose({ exchange: Number(event.currentTarget.value) })}>
        {page.exchanges.map((exchange, index) => (
          <option key={index} value={index} selected={index === page.exchangeIndex}>
            {visible(titleOf(page, exchange))}
          </option>
        ))}
      </select>
    </label>
  );
}

function titleOf(page: NamesPage, exchange: DnsExchange): string {
  const [bytes] = exchange.messages;
  const status =
    bytes === undefined
      ? 'no answer'
      : exchange.error
        ? 'incomplete answer'
        : rcodeName(page.read(bytes, exchange.name).message.rcode);
  const type = page.read(exchange.query, exchange.name).fields.find(({ name }) => name === 'question section');
  const question = type?.children?.[0]?.children?.find(({ name }) => name === 'type')?.text.split(' ')[0] ?? '';
  return `${exchange.name} ${question}: ${status}`;
}

function Exchange({ page, exchange }: { readonly page: NamesPage; readonly exchange: DnsExchange }) {
  const shown = page.answer;
  return (
    <>
      <Facts page={page} exchange={exchange} />
      {exchange.error && <Failure text={exchange.error.message} />}
      {shown?.message.problem && (
        <div class="remark warn">
          <Icon name="warning" />
          <span>{visible(shown.message.problem.message)}</span>
        </div>
      )}
      {[...exchange.attempts.flatMap(({ error }) => error?.message ?? []), ...exchange.notes]
        .filter((text) => text !== exchange.error?.message)
        .map((text) => (
          <div class="remark" key={text}>
            <Icon name="info" />
            <span>{visible(text)}</span>
          </div>
        ))}
      {exchange.messages.length > 1 && <MessageChoice page={page} exchange={exchange} />}
      {shown && shown.bytes.length >= HEADER_LENGTH && (
        <Sections page={page} shown={shown} answeredAt={exchange.answeredAt} />
      )}
    </>
  );
}

const transports = { udp: 'UDP', tcp: 'TCP', tls: 'TLS', https: 'HTTPS' } as const;

/** Status, flags, server and time, each with its meaning. */
function Facts({ page, exchange }: { readonly page: NamesPage; readonly exchange: DnsExchange }) {
  const answer = page.answer?.message;
  // A message that was cut off within its header has neither status nor flags.
  const message = answer && answer.bytes.length >= HEADER_LENGTH ? answer : undefined;
  const bytes = exchange.messages.reduce((sum, one) => sum + one.length, 0);
  const asked = namedOnTheWire(exchange);
  return (
    <dl class="facts">
      {message && (
        <div>
          <dt>Status</dt>
          <dd>
            <Part page={page} start={3} end={4} text={rcodeName(message.rcode)} />
            <span class="about">{RCODES[message.rcode]?.about ?? 'Unknown status code.'}</span>
          </dd>
        </div>
      )}
      {message && (
        <div>
          <dt>Flags</dt>
          <dd class="flags">
            <Flags page={page} message={message} />
          </dd>
        </div>
      )}
      <div>
        <dt>Server</dt>
        <dd>
          <span class="value">{visible(exchange.server)}</span>
          <span class="about">
            over {transports[exchange.transport]}
            {answer && `, ${formatBytes(bytes)}`}
            {exchange.messages.length > 1 && ` in ${count(exchange.messages.length, 'message')}`}
          </span>
        </dd>
      </div>
      {asked !== undefined && (
        <div>
          <dt>Asked as</dt>
          <dd>
            <span class="value">{visible(asked)}</span>
            <span class="about">
              The client mixes capitals and small letters at random (0x20) and accepts only an answer that repeats them:
              a forger cannot guess them without the query.
            </span>
          </dd>
        </div>
      )}
      <div>
        <dt>Time</dt>
        <dd>
          <span class="value">{formatDuration(exchange.duration)}</span>
          <span class="about">
            {exchange.attempts.length > 1 && `in ${count(exchange.attempts.length, 'attempt')}, `}
            {answer && `at ${new Date(exchange.answeredAt).toLocaleTimeString()}`}
          </span>
        </dd>
      </div>
    </dl>
  );
}

/** The name as it is in the query, if its letter case differs from the user's. */
function namedOnTheWire({ query, name }: DnsExchange): string | undefined {
  const [question] = decodeMessage(query).questions;
  return question === undefined || formatName(question.name) === name ? undefined : displayName(question.name);
}

/** The flags that are set, each with its sentence. */
function Flags({ page, message }: { readonly page: NamesPage; readonly message: DecodedMessage }) {
  const set = FLAGS.filter(({ property }) => message[property as keyof DecodedMessage] === true);
  return (
    <ul>
      {set.map(({ name, mask, about }) => (
        <li key={name}>
          <Part page={page} start={mask > 0xff ? 2 : 3} end={mask > 0xff ? 3 : 4} text={name} />
          <span class="about">{about}</span>
        </li>
      ))}
    </ul>
  );
}

function Part({ page, start, end, text }: { page: NamesPage; start: number; end: number; text: string }) {
  return (
    <button type="button" class="cell value" onClick={() => page.select({ start, end }, 'answer')}>
      {text}
    </button>
  );
}

function MessageChoice({ page, exchange }: { readonly page: NamesPage; readonly exchange: DnsExchange }) {
  return (
    <label class="choice">
      Message
      <select onChange={(event) => page.choose({ message: Number(event.currentTarget.value), side: 'answer' })}>
        {exchange.messages.map((bytes, index) => (
          <option key={index} value={index} selected={index === page.messageIndex}>
            {index + 1} of {exchange.messages.length}, {formatBytes(bytes.length)}
          </option>
        ))}
      </select>
    </label>
  );
}

function selectedText({ start, end }: ByteRange): string {
  return end === start + 1 ? `byte ${start} selected` : `bytes ${start} to ${end - 1} selected`;
}

/** The bytes of the answer or of the query, with their fields. Both share one selection. */
function Message({ page, exchange }: { readonly page: NamesPage; readonly exchange: DnsExchange }) {
  const shown = page.inBytes;
  if (shown === undefined) return null;
  const side = exchange.messages.length === 0 ? 'query' : page.side;
  return (
    <SizedPart
      label="Size of the message"
      name="Message"
      className="message"
      beside={false}
      share={page.saved.messageShare}
      initialShare={initialState.messageShare}
      least={110}
      resize={(messageShare) => page.keep({ messageShare })}
    >
      <div class="message-bar" role="group" aria-label="Message">
        {(['answer', 'query'] as const).map((one) => (
          <button
            type="button"
            key={one}
            class="side"
            aria-pressed={side === one}
            disabled={one === 'answer' && exchange.messages.length === 0}
            onClick={() => page.choose({ side: one })}
          >
            {one === 'answer' ? 'Answer' : 'Query'}
          </button>
        ))}
        <span class="about">
          {count(shown.bytes.length, 'byte')}
          {page.selected && `, ${selectedText(page.selected)}`}
        </span>
      </div>
      <div class="reads">
        <Fields
          key={page.messageKey}
          dissection={{ dissector: 'dns', fields: shown.fields }}
          selected={page.selected}
          select={(range) => page.select(range)}
        />
        <Slot element={page.bytes.element} className="bytes-slot" />
      </div>
    </SizedPart>
  );
}
