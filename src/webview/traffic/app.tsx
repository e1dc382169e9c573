import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Details } from './details.tsx';
import { FilterBox } from './filterBox.tsx';
import { count, formatBytes } from '../../base/quantities.ts';
import { SizedPart } from '../common/sizedPart.tsx';
import type { TrafficPage } from './page.ts';
import { initialState } from './savedState.ts';
import { Action, Icon, Notice, Slot } from '../common/widgets.tsx';

/** Below this width (pixels), the details are below the table instead of beside it. */
const wide = 760;

export function App({ page }: { readonly page: TrafficPage }) {
  const { model } = page;
  const root = useRef<HTMLDivElement>(null);
  const [isWide, setWide] = useState(true);
  useLayoutEffect(() => {
    const element = root.current!;
    const observer = new ResizeObserver(() => setWide(element.clientWidth >= wide));
    observer.observe(element);
    setWide(element.clientWidth >= wide);
    return () => observer.disconnect();
  }, []);
  const key = (event: KeyboardEvent) => {
    const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
    const command = event.ctrlKey || event.metaKey;
    if ((event.key === 'f' && command) || (event.key === '/' && !typing)) {
      event.preventDefault();
      event.stopPropagation();
      page.focusFilter();
    } else if (
      event.key === 'c' &&
      command &&
      event.target instanceof Element &&
      event.target.classList.contains('rows')
    ) {
      event.preventDefault();
      void page.copyRows();
    }
  };
  return (
    <div class={`traffic ${isWide ? 'wide' : 'narrow'}`} ref={root} onKeyDown={key}>
      <Toolbar page={page} />
      {model.problem !== undefined && (
        <Notice kind="error">
          <Icon name="error" />
          <span class="failure">{model.problem}</span>
          <Action icon="close" label="Dismiss" onClick={() => page.dismissProblem()} />
        </Notice>
      )}
      <Progress page={page} />
      <div class="parts">
        <main class="list">
          <Forgotten page={page} />
          <Slot className="events-slot" element={page.grid.element} />
          <Nothing page={page} />
        </main>
        {model.saved.details && model.detail !== undefined && <DetailsPart page={page} isWide={isWide} />}
      </div>
      <div class="said" role="status" aria-live="polite">
        {model.announcement}
      </div>
    </div>
  );
}

function Toolbar({ page }: { readonly page: TrafficPage }) {
  const { snapshot, saved, init } = page.model;
  const paused = snapshot?.paused ?? false;
  return (
    <div class="toolbar" role="toolbar" aria-label="Traffic">
      <FilterBox page={page} />
      <Counts page={page} />
      <div class="actions">
        <Action
          icon="follow"
          label="Follow the newest events"
          pressed={saved.follow}
          onClick={() => page.toggleFollow()}
        />
        <Action
          icon={paused ? 'resume' : 'pause'}
          label={paused ? 'Resume' : 'Pause'}
          pressed={paused}
          onClick={() => void page.togglePause()}
        />
        <Action icon="clear-all" label="Clear all traffic" onClick={() => page.run('clear')} />
        <Action icon="save" label="Save as text or JSON lines…" onClick={() => page.run('saveAs')} />
        {init?.place === 'panel' && (
          <Action icon="go-to-file" label="Open in the editor area" onClick={() => page.run('openInEditor')} />
        )}
        <Action
          icon="layout"
          label="Details of the selected event"
          pressed={saved.details && page.model.detail !== undefined}
          disabled={page.model.detail === undefined}
          onClick={() => page.toggleDetails()}
        />
      </div>
    </div>
  );
}

function Counts({ page }: { readonly page: TrafficPage }) {
  const { snapshot } = page.model;
  if (!snapshot) return <div class="counts" />;
  const held = snapshot.journal.next - snapshot.journal.first;
  const shown =
    snapshot.filter.trim() === ''
      ? count(snapshot.rows, 'event')
      : `${count(snapshot.rows)} of ${count(held, 'event')}`;
  return (
    <div class="counts">
      {snapshot.paused && (
        <span class="paused">Paused{snapshot.pending > 0 ? `, ${count(snapshot.pending)} new` : ''}</span>
      )}
      <span>{shown}</span>
    </div>
  );
}

function Progress({ page }: { readonly page: TrafficPage }) {
  const progress = page.model.snapshot?.progress ?? 1;
  const bar = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    bar.current?.style.setProperty('--progress', String(progress));
  }, [progress]);
  return (
    <div
      class={`progress${progress < 1 ? ' running' : ''}`}
      ref={bar}
      role="progressbar"
      aria-label="Filter"
      aria-hidden={progress >= 1}
      aria-valuenow={Math.round(progress * 100)}
    />
  );
}

function Forgotten({ page }: { readonly page: TrafficPage }) {
  const journal = page.model.snapshot?.journal;
  if (!journal || journal.forgottenEvents === 0) return null;
  const were = journal.forgottenEvents === 1 ? 'was' : 'were';
  return (
    <div class="forgotten">
      {count(journal.forgottenEvents, 'older event')} ({formatBytes(journal.forgottenBytes)}) {were} forgotten
    </div>
  );
}

/** The reason for an empty list, and the next step. */
function Nothing({ page }: { readonly page: TrafficPage }) {
  const { snapshot } = page.model;
  if (!snapshot || snapshot.rows > 0) return null;
  if (snapshot.filter.trim() !== '' && snapshot.journal.next > snapshot.journal.first) {
    if (snapshot.progress < 1) return null;
    return (
      <div class="empty over">
        <p>No event matches the filter.</p>
        <button type="button" class="button secondary" onClick={() => void page.applyFilter('', false)}>
          Clear the Filter
        </button>
      </div>
    );
  }
  return (
    <div class="empty over">
      <p>No traffic yet. Start a server and talk to it: every byte that arrives or leaves is shown here.</p>
      <div class="buttons">
        <button type="button" class="button" onClick={() => page.run('startTcpServer')}>
          Start TCP Server…
        </button>
        <button type="button" class="button" onClick={() => page.run('startUdpServer')}>
          Start UDP Server…
        </button>
      </div>
    </div>
  );
}

function DetailsPart({ page, isWide }: { readonly page: TrafficPage; readonly isWide: boolean }) {
  const { detailsWidth, detailsHeight } = page.model.saved;
  return (
    <SizedPart
      label="Size of the details"
      className="details-part"
      beside={isWide}
      share={isWide ? detailsWidth : detailsHeight}
      initialShare={isWide ? initialState.detailsWidth : initialState.detailsHeight}
      least={isWide ? 260 : 120}
      resize={(share) => page.keep(isWide ? { detailsWidth: share } : { detailsHeight: share })}
    >
      <Details page={page} />
    </SizedPart>
  );
}
