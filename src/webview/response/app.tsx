import { formatDuration } from '../../base/quantities.ts';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { ErrorData } from '../../base/errors.ts';
import { visible } from '../../protocol/text/visible.ts';
import { GoToRequest, HistoryMenu } from '../common/answerActions.tsx';
import type { IconName } from '../common/icons.ts';
import { Action, Icon, Menu, Notice } from '../common/widgets.tsx';
import { timeOfDay } from '../common/format.ts';
import { BodyTab, WireTab } from './bodyTab.tsx';
import { bodySize, hopVerdict, progressShare, progressText } from './describe.ts';
import { CertificatesTab, ChecksTab, DetailsTab, HeadersTab, TimingTab } from './factTabs.tsx';
import type { ResponsePage } from './page.ts';
import type { ResponseAction, ShownResponse, Tone } from './protocol.ts';
import { tabsFor, type Tab, type TabId } from './tabs.ts';

const contents: Readonly<
  Record<TabId, (props: { readonly page: ResponsePage; readonly shown: ShownResponse }) => preact.JSX.Element>
> = {
  body: BodyTab,
  headers: HeadersTab,
  checks: ChecksTab,
  timing: TimingTab,
  certificates: CertificatesTab,
  wire: WireTab,
  details: DetailsTab,
};

export function App({ page }: { readonly page: ResponsePage }) {
  const { shown } = page;
  return (
    <div class="response">
      {page.problem !== undefined && (
        <Notice kind="error">
          <Icon name="error" />
          <span class="failure">{visible(page.problem)}</span>
          <Action icon="close" label="Dismiss" onClick={() => page.dismissProblem()} />
        </Notice>
      )}
      {shown === undefined ? <Nothing ready={page.init !== undefined} /> : <Answer page={page} shown={shown} />}
      <div class="said" role="status" aria-live="polite">
        {visible(page.announcement)}
      </div>
    </div>
  );
}

function Nothing({ ready }: { readonly ready: boolean }) {
  if (!ready) return null;
  return (
    <div class="empty">
      <p>No request has been sent in this window yet. Open a .http file and choose Send above a request.</p>
    </div>
  );
}

function Answer({ page, shown }: { readonly page: ResponsePage; readonly shown: ShownResponse }) {
  const tabs = tabsFor(shown);
  const Content = contents[page.tab];
  return (
    <>
      <Head page={page} shown={shown} />
      <Hops page={page} shown={shown} />
      <Failure page={page} shown={shown} />
      {tabs.length > 0 && (
        <>
          <Tabs page={page} tabs={tabs} />
          <div class="tab-content" role="tabpanel" id="content" aria-labelledby={`tab-${page.tab}`} key={shown.entry}>
            <Content page={page} shown={shown} />
          </div>
        </>
      )}
    </>
  );
}

/** The words beside it carry the same information: colour alone is not enough. */
const toneIcons: Readonly<Record<Tone, IconName>> = {
  good: 'pass',
  plain: 'info',
  warn: 'warning',
  bad: 'error',
  running: 'clock',
};

function Head({ page, shown }: { readonly page: ResponsePage; readonly shown: ShownResponse }) {
  const { state } = shown.outcome;
  const running = state === 'running';
  const exchange = shown.answer?.exchange;
  const size = exchange && bodySize(exchange);
  const response = exchange?.hops.at(-1)?.response;
  return (
    <header class="head">
      <div class="head-line">
        <span class={`tone ${shown.tone}`}>
          <Icon name={toneIcons[shown.tone]} />
        </span>
        <h1 class="verdict">{visible(shown.verdict)}</h1>
        <div class="facts">
          {running ? (
            <span>{progressText(shown.progress)}</span>
          ) : (
            <>
              <span title="Duration">{formatDuration(shown.outcome.duration)}</span>
              {size !== undefined && <span title="Size of the body">{size}</span>}
              {response !== undefined && response.status > 0 && <span>HTTP/{visible(response.version)}</span>}
            </>
          )}
        </div>
        <Actions page={page} shown={shown} />
      </div>
      <div class="request-line" title={visible(shown.line)}>
        <span>{visible(shown.line)}</span>
      </div>
      <Progress shown={shown} />
    </header>
  );
}

/** A progress line. Its space is always reserved. */
function Progress({ shown }: { readonly shown: ShownResponse }) {
  const bar = useRef<HTMLDivElement>(null);
  const running = shown.outcome.state === 'running';
  const share = progressShare(shown.progress);
  useLayoutEffect(() => {
    bar.current?.style.setProperty('--progress', String(share ?? 1));
  }, [share]);
  const look = running ? (share === undefined ? ' running endless' : ' running') : '';
  return (
    <div
      class={`progress${look}`}
      ref={bar}
      role="progressbar"
      aria-label="Request"
      aria-hidden={!running}
      {...(share === undefined ? {} : { 'aria-valuenow': Math.round(share * 100) })}
    />
  );
}

function Actions({ page, shown }: { readonly page: ResponsePage; readonly shown: ShownResponse }) {
  const { state } = shown.outcome;
  const exchange = shown.answer?.exchange;
  if (state === 'running')
    return (
      <div class="actions" role="toolbar" aria-label="Response">
        <button type="button" class="button secondary" onClick={() => page.act('cancel')}>
          Cancel
        </button>
      </div>
    );
  const hasBody = exchange?.body !== undefined && exchange.body.bytes > 0 && !shown.forgotten;
  return (
    <div class="actions" role="toolbar" aria-label="Response">
      <Action icon="refresh" label="Send again" onClick={() => page.act('sendAgain')} />
      {exchange !== undefined && (
        <Menu
          label="Copy request as…"
          icon="copy"
          choices={(page.init?.copyFormats ?? []).map(({ format, label }) => ({
            label,
            run: () => page.copyAs(format),
          }))}
        />
      )}
      {hasBody && <Action icon="save" label="Save body…" onClick={() => page.act('save')} />}
      {hasBody && <Action icon="file-code" label="Open body in an editor" onClick={() => page.act('openBody')} />}
      {shown.hasPrevious && (
        <Action icon="diff" label="Compare with the last answer" onClick={() => page.act('compare')} />
      )}
      {exchange !== undefined && (
        <Action icon="list-flat" label="Show in Traffic" onClick={() => page.act('showTraffic')} />
      )}
      {shown.source === undefined && exchange !== undefined && (
        <Action icon="new-file" label="Save as request file…" onClick={() => page.act('saveRequest')} />
      )}
      <GoToRequest page={page} source={shown.source} />
      <HistoryMenu
        page={page}
        history={page.snapshot.history}
        labelOf={({ at, verdict, line }) => `${timeOfDay(at).slice(0, 8)}  ${verdict}  ${line}`}
      />
    </div>
  );
}

/** The requests of the exchange, if there were several. The facts below belong to the chosen one. */
function Hops({ page, shown }: { readonly page: ResponsePage; readonly shown: ShownResponse }) {
  const hops = shown.answer?.exchange?.hops ?? [];
  if (hops.length < 2) return null;
  return (
    <div class="hops" role="radiogroup" aria-label="Sent requests">
      {hops.map((hop, i) => (
        <label class="hop" key={i}>
          <input type="radio" name="hop" checked={page.hop === i} onChange={() => page.showHop(i)} />
          <span class="hop-number">{i + 1}</span>
          <span class="hop-line">
            {visible(hop.method)} {visible(hop.url)}
          </span>
          <span class="hop-verdict">{visible(hopVerdict(hop))}</span>
        </label>
      ))}
    </div>
  );
}

const remedyButtons: Readonly<Partial<Record<string, { readonly label: string; readonly action: ResponseAction }>>> = {
  retry: { label: 'Retry', action: 'sendAgain' },
  sendAnyway: { label: 'Send Anyway, Once', action: 'sendAnyway' },
  sendRaw: { label: 'Send as Written', action: 'sendRaw' },
  showTraffic: { label: 'Show in Traffic', action: 'showTraffic' },
  trustWorkspace: { label: 'Manage Workspace Trust', action: 'trustWorkspace' },
};

function Failure({ page, shown }: { readonly page: ResponsePage; readonly shown: ShownResponse }) {
  const { exchange, error } = shown.answer ?? {};
  const failed: ErrorData | undefined = shown.outcome.error ?? error;
  const remarks = [
    ...(exchange?.notes ?? []),
    // The problem of the body may be the error itself.
    ...[exchange?.body?.problem ?? []].flat().filter((problem) => problem !== failed?.message),
    ...(shown.forgotten
      ? ['The bytes of this answer made room for newer ones. Send the request again to see them.']
      : []),
  ];
  return (
    <>
      {failed !== undefined && (
        <div class="banner error" role="alert">
          <Icon name="error" />
          <div>
            <p>{visible(failed.message)}</p>
            <div class="buttons">
              {(failed.remedies ?? []).map((remedy) => {
                const button = remedyButtons[remedy];
                return button && remedy !== 'retry' ? (
                  <button type="button" class="button" key={remedy} onClick={() => page.act(button.action)}>
                    {button.label}
                  </button>
                ) : null;
              })}
              <button type="button" class="button secondary" onClick={() => page.act('sendAgain')}>
                Retry
              </button>
            </div>
          </div>
        </div>
      )}
      {remarks.map((remark) => (
        <div class="banner warning" key={remark}>
          <Icon name="warning" />
          <p>{visible(remark)}</p>
        </div>
      ))}
    </>
  );
}

function Tabs({ page, tabs }: { readonly page: ResponsePage; readonly tabs: readonly Tab[] }) {
  const list = useRef<HTMLDivElement>(null);
  const key = (event: KeyboardEvent) => {
    const at = tabs.findIndex(({ id }) => id === page.tab);
    const to: Readonly<Record<string, number>> = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 };
    const index = to[event.key];
    if (index === undefined) return;
    event.preventDefault();
    const next = tabs.at(index % tabs.length)!;
    page.showTab(next.id);
    list.current?.querySelector<HTMLElement>(`#tab-${next.id}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label="Parts of the answer" ref={list} onKeyDown={key}>
      {tabs.map(({ id, label, count, bad }) => (
        <button
          type="button"
          role="tab"
          key={id}
          id={`tab-${id}`}
          aria-selected={page.tab === id}
          aria-controls="content"
          tabIndex={page.tab === id ? 0 : -1}
          onClick={() => page.showTab(id)}
        >
          {label}
          {count !== undefined && <span class="tab-count">{count}</span>}
          {bad && <Icon name="warning" />}
        </button>
      ))}
    </div>
  );
}
