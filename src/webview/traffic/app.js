import { jsx as _jsx, jsxs as _jsxs } from 'preact/jsx-runtime';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Details } from './details.tsx';
import { FilterBox } from './filterBox.tsx';
import { count, plural, size } from './format.ts';
import { Sash } from './sash.ts';
import { initialState } from './savedState.ts';
import { Action, Icon, Notice, Slot } from './widgets.tsx';
/** Below this width (pixels) the details are under the table instead of beside it. */
const wide = 760;
export function App({ page }) {
  const { model } = page;
  const root = useRef(null);
  const [isWide, setWide] = useState(true);
  useLayoutEffect(() => {
    const element = root.current;
    const observer = new ResizeObserver(() => setWide(element.clientWidth >= wide));
    observer.observe(element);
    setWide(element.clientWidth >= wide);
    return () => observer.disconnect();
  }, []);
  const key = (event) => {
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
  return _jsxs('div', {
    class: `traffic ${isWide ? 'wide' : 'narrow'}`,
    ref: root,
    onKeyDown: key,
    children: [
      _jsx(Toolbar, { page: page }),
      model.problem !== undefined &&
        _jsxs(Notice, {
          kind: 'error',
          children: [
            _jsx(Icon, { name: 'error' }),
            _jsx('span', { class: 'failure', children: model.problem }),
            _jsx(Action, { icon: 'close', label: 'Dismiss', onClick: () => page.dismissProblem() }),
          ],
        }),
      _jsx(Progress, { page: page }),
      _jsxs('div', {
        class: 'parts',
        children: [
          _jsxs('main', {
            class: 'list',
            children: [
              _jsx(Forgotten, { page: page }),
              _jsx(Slot, { className: 'events-slot', element: page.grid.element }),
              _jsx(Nothing, { page: page }),
            ],
          }),
          model.saved.details && _jsx(DetailsPart, { page: page, isWide: isWide }),
        ],
      }),
      _jsx('div', { class: 'said', role: 'status', 'aria-live': 'polite', children: model.announcement }),
    ],
  });
}
function Toolbar({ page }) {
  const { snapshot, saved, init } = page.model;
  const paused = snapshot?.paused ?? false;
  return _jsxs('div', {
    class: 'toolbar',
    role: 'toolbar',
    'aria-label': 'Traffic',
    children: [
      _jsx(FilterBox, { page: page }),
      _jsx(Counts, { page: page }),
      _jsxs('div', {
        class: 'actions',
        children: [
          _jsx(Action, {
            icon: 'follow',
            label: 'Follow the newest events',
            pressed: saved.follow,
            onClick: () => page.toggleFollow(),
          }),
          _jsx(Action, {
            icon: paused ? 'resume' : 'pause',
            label: paused ? 'Resume' : 'Pause',
            pressed: paused,
            onClick: () => void page.togglePause(),
          }),
          _jsx(Action, { icon: 'clear-all', label: 'Clear all traffic', onClick: () => page.run('clear') }),
          _jsx(Action, { icon: 'save', label: 'Save as text or JSON lines\u2026', onClick: () => page.run('saveAs') }),
          init?.place === 'panel' &&
            _jsx(Action, {
              icon: 'go-to-file',
              label: 'Open in the editor area',
              onClick: () => page.run('openInEditor'),
            }),
          _jsx(Action, {
            icon: 'layout',
            label: 'Details',
            pressed: saved.details,
            onClick: () => page.toggleDetails(),
          }),
        ],
      }),
    ],
  });
}
function Counts({ page }) {
  const { snapshot } = page.model;
  if (!snapshot) return _jsx('div', { class: 'counts' });
  const held = snapshot.journal.next - snapshot.journal.first;
  const shown =
    snapshot.filter.trim() === ''
      ? plural(snapshot.rows, 'event')
      : `${count(snapshot.rows)} of ${plural(held, 'event')}`;
  return _jsxs('div', {
    class: 'counts',
    children: [
      snapshot.paused &&
        _jsxs('span', {
          class: 'paused',
          children: ['Paused', snapshot.pending > 0 ? `, ${count(snapshot.pending)} new` : ''],
        }),
      _jsx('span', { children: shown }),
    ],
  });
}
function Progress({ page }) {
  const progress = page.model.snapshot?.progress ?? 1;
  const bar = useRef(null);
  useLayoutEffect(() => {
    bar.current?.style.setProperty('--progress', String(progress));
  }, [progress]);
  return _jsx('div', {
    class: `progress${progress < 1 ? ' running' : ''}`,
    ref: bar,
    role: 'progressbar',
    'aria-label': 'Filter',
    'aria-hidden': progress >= 1,
    'aria-valuenow': Math.round(progress * 100),
  });
}
function Forgotten({ page }) {
  const journal = page.model.snapshot?.journal;
  if (!journal || journal.forgottenEvents === 0) return null;
  const were = journal.forgottenEvents === 1 ? 'was' : 'were';
  return _jsxs('div', {
    class: 'forgotten',
    children: [
      plural(journal.forgottenEvents, 'older event'),
      ' (',
      size(journal.forgottenBytes),
      ') ',
      were,
      ' forgotten',
    ],
  });
}
/** Why the list is empty, and what to do about it. */
function Nothing({ page }) {
  const { snapshot } = page.model;
  if (!snapshot || snapshot.rows > 0) return null;
  if (snapshot.filter.trim() !== '' && snapshot.journal.next > snapshot.journal.first) {
    if (snapshot.progress < 1) return null;
    return _jsxs('div', {
      class: 'empty over',
      children: [
        _jsx('p', { children: 'No event matches the filter.' }),
        _jsx('button', {
          type: 'button',
          class: 'button secondary',
          onClick: () => void page.applyFilter('', false),
          children: 'Clear the Filter',
        }),
      ],
    });
  }
  return _jsxs('div', {
    class: 'empty over',
    children: [
      _jsx('p', {
        children: 'No traffic yet. Start a server and talk to it: every byte that arrives or leaves is shown here.',
      }),
      _jsxs('div', {
        class: 'buttons',
        children: [
          _jsx('button', {
            type: 'button',
            class: 'button',
            onClick: () => page.run('startTcpServer'),
            children: 'Start TCP Server\u2026',
          }),
          _jsx('button', {
            type: 'button',
            class: 'button',
            onClick: () => page.run('startUdpServer'),
            children: 'Start UDP Server\u2026',
          }),
        ],
      }),
    ],
  });
}
function DetailsPart({ page, isWide }) {
  const part = useRef(null);
  const place = useRef(null);
  const direction = useRef(isWide);
  const sash = useRef(undefined);
  direction.current = isWide;
  const { detailsWidth, detailsHeight } = page.model.saved;
  useEffect(() => {
    const whole = () => {
      const parts = part.current?.parentElement;
      return Math.max(1, (direction.current ? parts?.clientWidth : parts?.clientHeight) ?? 1);
    };
    const share = () => (direction.current ? page.model.saved.detailsWidth : page.model.saved.detailsHeight);
    const set = (value) => page.keep(direction.current ? { detailsWidth: value } : { detailsHeight: value });
    sash.current = new Sash(
      {
        label: 'Size of the details',
        orientation: () => (direction.current ? 'vertical' : 'horizontal'),
        size: () => share() * whole(),
        limits: () => [Math.min(direction.current ? 260 : 120, whole() * 0.8), whole() * 0.8],
        reversed: true,
        resize: (pixels) => set(pixels / whole()),
        done: () => undefined,
        reset: () => set(direction.current ? initialState.detailsWidth : initialState.detailsHeight),
      },
      'details-sash',
    );
    place.current?.replaceChildren(sash.current.element);
  }, [page]);
  useLayoutEffect(() => {
    part.current?.style.setProperty('--share', `${((isWide ? detailsWidth : detailsHeight) * 100).toFixed(2)}%`);
    sash.current?.update();
  }, [isWide, detailsWidth, detailsHeight]);
  return _jsxs('div', {
    class: 'details-part',
    ref: part,
    children: [_jsx('div', { class: 'sash-place', ref: place }), _jsx(Details, { page: page })],
  });
}
