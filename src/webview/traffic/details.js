import { jsx as _jsx, jsxs as _jsxs, Fragment as _Fragment } from 'preact/jsx-runtime';
import { hasShape, isString } from '../../base/shape.ts';
import { visible } from '../../protocol/text/visible.ts';
import { numbersAt } from './byteText.ts';
import { count, plural, size, timeOfDay } from './format.ts';
import { Action, Icon, Menu, Notice, Slot } from './widgets.tsx';
/** The selected event: its facts, its bytes as hex and as text, and what the selected bytes are as numbers. */
export function Details({ page }) {
  const { detail, selectedRows, init } = page.model;
  if (!detail) {
    return _jsx('section', {
      class: 'details',
      'aria-label': 'Details',
      children: _jsx('div', { class: 'empty', children: _jsx('p', { children: 'Select an event to see its bytes.' }) }),
    });
  }
  const hasBytes = detail.row.kind === 'data' || detail.row.kind === 'frame';
  const copy = (init?.copyFormats ?? []).map(({ format, label }) => ({
    label: `Copy as ${label}`,
    run: () => void page.copyAs(format),
  }));
  const key = (event) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      page.grid.focus();
    } else if (event.key === 'c' && (event.ctrlKey || event.metaKey) && hasBytes) {
      event.preventDefault();
      const onHex = event.target instanceof Element && event.target.classList.contains('hex');
      void page.copyAs(onHex ? 'spaced-hex' : 'text');
    }
  };
  return _jsxs('section', {
    class: 'details',
    'aria-label': 'Details',
    onKeyDown: key,
    children: [
      _jsxs('div', {
        class: 'details-bar',
        children: [
          _jsx(Facts, { detail: detail, selectedRows: selectedRows }),
          _jsx('span', { class: 'spacer' }),
          hasBytes && _jsx(Menu, { icon: 'copy', label: 'Copy the selected bytes, or all', choices: copy }),
          _jsx(Action, { icon: 'close', label: 'Close the details', onClick: () => page.toggleDetails() }),
        ],
      }),
      detail.problem !== undefined && _jsx(Notice, { kind: 'error', children: detail.problem }),
      hasBytes ? _jsx(Bytes, { page: page, detail: detail }) : _jsx(Happening, { detail: detail }),
    ],
  });
}
function Facts({ detail: { row }, selectedRows }) {
  const way = row.direction === 'in' ? 'from' : 'to';
  return _jsxs('div', {
    class: 'facts',
    children: [
      _jsxs('span', { class: 'fact-seq', children: ['#', count(row.seq)] }),
      _jsxs('span', {
        children: [
          row.direction !== 'none' && _jsx(Icon, { name: row.direction === 'in' ? 'arrow-down' : 'arrow-up' }),
          row.kind,
          row.direction !== 'none' && ` ${row.direction}`,
        ],
      }),
      _jsx('span', { children: plural(row.length, 'byte') }),
      row.peer !== '' && _jsxs('span', { children: [way, ' ', visible(row.peer)] }),
      _jsx('span', { class: 'fact-time', children: timeOfDay(row.time) }),
      selectedRows > 1 && _jsxs('span', { children: [count(selectedRows), ' rows selected'] }),
    ],
  });
}
function Bytes({ page, detail }) {
  const { bytes, init, saved } = page.model;
  const { payload, decoded } = detail;
  const failure = decoded?.failure;
  return _jsxs(_Fragment, {
    children: [
      _jsxs('div', {
        class: 'reading-bar',
        children: [
          _jsxs('label', {
            children: [
              _jsx('span', { children: 'Encoding' }),
              _jsx(EncodingPicker, {
                value: page.encoding,
                choices: init?.encodings ?? [],
                pick: (encoding) => page.setReading({ encoding }),
              }),
            ],
          }),
          _jsxs('label', {
            children: [
              _jsx('span', { children: 'Errors' }),
              _jsx('select', {
                'aria-label': 'Error handler',
                value: saved.errors,
                onChange: (event) => page.setReading({ errors: event.currentTarget.value }),
                children: (init?.errorHandlers ?? []).map((handler) =>
                  _jsx('option', { value: handler, children: handler }, handler),
                ),
              }),
            ],
          }),
        ],
      }),
      failure &&
        _jsxs(Notice, {
          kind: 'warning',
          children: [
            _jsx(Icon, { name: 'warning' }),
            _jsx('span', { class: 'failure', children: visible(failure.reason) }),
            _jsx('button', {
              type: 'button',
              class: 'link',
              onClick: () =>
                page.bytesView.select({ start: failure.start, end: Math.max(failure.end, failure.start + 1) }),
              children: 'Select',
            }),
          ],
        }),
      payload &&
        detail.row.length > payload.bytes.length &&
        _jsxs(Notice, {
          kind: 'info',
          children: [
            'The first ',
            size(payload.bytes.length),
            ' of ',
            size(detail.row.length),
            ' are shown. Copy and save take all.',
          ],
        }),
      detail.row.length === 0 &&
        _jsx('div', { class: 'empty', children: _jsx('p', { children: 'No bytes: an empty datagram.' }) }),
      _jsx(Slot, {
        className: detail.row.length === 0 ? 'bytes-slot gone' : 'bytes-slot',
        element: page.bytesView.element,
      }),
      _jsx('div', {
        class: 'inspector',
        children:
          bytes && payload
            ? _jsx(Numbers, { bytes: payload.bytes, start: bytes.start, end: bytes.end })
            : _jsx('span', { children: 'No bytes selected' }),
      }),
    ],
  });
}
function Numbers({ bytes, start, end }) {
  return _jsxs(_Fragment, {
    children: [
      _jsxs('span', { children: [_jsx('i', { children: 'offset' }), ' ', start, ' (0x', start.toString(16), ')'] }),
      _jsxs('span', { children: [_jsx('i', { children: 'selected' }), ' ', plural(end - start, 'byte')] }),
      numbersAt(bytes, start).map(({ name, value }) =>
        _jsxs('span', { children: [_jsx('i', { children: name }), ' ', value] }, name),
      ),
    ],
  });
}
function EncodingPicker({ value, choices, pick }) {
  const families = [...new Set(choices.map((choice) => choice.family))];
  return _jsxs('select', {
    'aria-label': 'Encoding',
    value: value,
    onChange: (event) => pick(event.currentTarget.value),
    children: [
      !choices.some((choice) => choice.name === value) && _jsx('option', { value: value, children: value }),
      families.map((family) =>
        _jsx(
          'optgroup',
          {
            label: family,
            children: choices
              .filter((choice) => choice.family === family)
              .map(({ name, label }) => _jsx('option', { value: name, title: label, children: name }, name)),
          },
          family,
        ),
      ),
    ],
  });
}
const isErrorData = hasShape({ code: isString, message: isString });
/** What an error event carries; undefined where its payload is not there yet, or is cut. */
function errorOf(detail) {
  if (detail.row.kind !== 'error' || !detail.payload) return undefined;
  try {
    const data = JSON.parse(new TextDecoder().decode(detail.payload.bytes));
    return isErrorData(data) ? data : undefined;
  } catch {
    return undefined;
  }
}
/** An event that is no traffic: a sentence, and the facts that go with it. */
function Happening({ detail }) {
  const { row } = detail;
  const error = errorOf(detail);
  const facts = [
    ['Endpoint', row.endpointName],
    ...(row.peer === '' ? [] : [['Peer', row.peer]]),
    ['Time', timeOfDay(row.time)],
    ...(error
      ? [
          ['Code', error.code],
          ...(error.system === undefined ? [] : [['The system said', error.system]]),
          ...Object.entries(error.facts ?? {}).map(([name, value]) => [name, String(value)]),
        ]
      : []),
  ];
  return _jsxs('div', {
    class: 'happening',
    children: [
      _jsxs('p', {
        children: [row.kind === 'error' && _jsx(Icon, { name: 'error' }), visible(error?.message ?? row.preview)],
      }),
      _jsx('dl', {
        children: facts.map(([name, value]) =>
          _jsxs(
            'div',
            { children: [_jsx('dt', { children: visible(name) }), _jsx('dd', { children: visible(value) })] },
            name,
          ),
        ),
      }),
    ],
  });
}
