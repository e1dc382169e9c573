import { jsx as _jsx, Fragment as _Fragment, jsxs as _jsxs } from 'preact/jsx-runtime';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { suggestions } from './completion.ts';
import { Action, Icon } from './widgets.tsx';
/** The filter: what is wrong is underlined where it is; completion while typing, history with the arrow keys, help. */
export function FilterBox({ page }) {
  const { filterText, filterError, init, saved } = page.model;
  const input = useRef(null);
  const mirror = useRef(null);
  const root = useRef(null);
  const [caret, setCaret] = useState(0);
  const [listed, setListed] = useState(false);
  const [chosen, setChosen] = useState(-1);
  const [help, setHelp] = useState(false);
  const [recalled, setRecalled] = useState(-1);
  const offered = listed ? suggestions(filterText, caret, init?.filterKeys ?? []).slice(0, 12) : [];
  const open = offered.length > 0;
  useEffect(() => {
    page.focusFilter = () => {
      input.current?.focus();
      input.current?.select();
    };
  }, [page]);
  useEffect(() => {
    if (!help) return;
    const outside = (event) => {
      if (!(event.target instanceof Node) || !root.current?.contains(event.target)) setHelp(false);
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [help]);
  useLayoutEffect(() => {
    if (mirror.current && input.current) mirror.current.scrollLeft = input.current.scrollLeft;
  });
  const put = (text, at) => {
    page.typed(text);
    requestAnimationFrame(() => {
      input.current?.focus();
      input.current?.setSelectionRange(at, at);
    });
    setCaret(at);
    setChosen(-1);
  };
  const take = (index) => {
    const suggestion = offered[index];
    if (!suggestion) return;
    put(suggestion.text, suggestion.caret);
    setListed(suggestion.label.endsWith(':'));
  };
  const recall = (to) => {
    const index = Math.max(-1, Math.min(to, saved.history.length - 1));
    setRecalled(index);
    const text = index < 0 ? '' : (saved.history[index] ?? '');
    put(text, text.length);
  };
  const moves = {
    ArrowDown: () => (open ? setChosen((chosen + 1) % offered.length) : recall(recalled - 1)),
    ArrowUp: () => (open ? setChosen(((chosen + offered.length) % (offered.length + 1)) - 1) : recall(recalled + 1)),
    Enter: () => {
      if (open && chosen >= 0) {
        take(chosen);
        return;
      }
      setListed(false);
      setRecalled(-1);
      void page.applyFilter(filterText, true);
    },
    Escape: () => {
      if (open) setListed(false);
      else if (help) setHelp(false);
      else if (filterText !== '') {
        put('', 0);
        setListed(false);
      } else page.grid.focus();
    },
  };
  const key = (event) => {
    if (event.isComposing) return;
    if (event.key === 'Tab' && open && chosen >= 0 && !event.shiftKey) {
      event.preventDefault();
      take(chosen);
      return;
    }
    if (event.key === ' ' && event.ctrlKey) {
      event.preventDefault();
      setCaret(input.current?.selectionStart ?? 0);
      setListed(true);
      return;
    }
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    event.stopPropagation();
    move();
  };
  return _jsxs('div', {
    class: 'filter',
    ref: root,
    role: 'search',
    children: [
      _jsxs('div', {
        class: `filter-box${filterError ? ' wrong' : ''}`,
        children: [
          _jsx(Icon, { name: 'filter' }),
          _jsxs('div', {
            class: 'filter-field',
            children: [
              _jsx('div', {
                class: 'filter-mirror',
                ref: mirror,
                'aria-hidden': 'true',
                children:
                  filterError &&
                  _jsxs(_Fragment, {
                    children: [
                      filterText.slice(0, filterError.start),
                      _jsx('span', {
                        class: 'squiggle',
                        children: filterText.slice(filterError.start, filterError.end) || '\u00a0',
                      }),
                      filterText.slice(Math.max(filterError.start, filterError.end)),
                    ],
                  }),
              }),
              _jsx('input', {
                ref: input,
                type: 'text',
                spellcheck: false,
                autocomplete: 'off',
                placeholder: 'Filter (for example endpoint:echo -dir:out hello)',
                'aria-label': 'Filter',
                role: 'combobox',
                'aria-autocomplete': 'list',
                'aria-expanded': open,
                'aria-controls': 'filter-suggestions',
                'aria-activedescendant': open && chosen >= 0 ? `suggestion-${chosen}` : undefined,
                'aria-invalid': filterError !== undefined,
                'aria-describedby': filterError ? 'filter-error' : undefined,
                value: filterText,
                onInput: (event) => {
                  const { value, selectionStart } = event.currentTarget;
                  setCaret(selectionStart ?? value.length);
                  setListed(value !== '');
                  setChosen(-1);
                  page.typed(value);
                },
                onKeyDown: key,
                onScroll: (event) => mirror.current && (mirror.current.scrollLeft = event.currentTarget.scrollLeft),
                onBlur: () => setListed(false),
              }),
            ],
          }),
          filterText !== '' && _jsx(Action, { icon: 'close', label: 'Clear the filter', onClick: () => put('', 0) }),
          _jsx('button', {
            type: 'button',
            class: 'action',
            title: 'Filter syntax',
            'aria-label': 'Filter syntax',
            'aria-expanded': help,
            'aria-controls': 'filter-help',
            onClick: () => setHelp(!help),
            children: _jsx(Icon, { name: 'question' }),
          }),
        ],
      }),
      filterError &&
        !open &&
        _jsx('div', { class: 'filter-error', id: 'filter-error', children: filterError.error.message }),
      _jsx('div', {
        class: 'suggestions',
        id: 'filter-suggestions',
        role: 'listbox',
        'aria-label': 'Suggestions',
        hidden: !open,
        children: offered.map((suggestion, i) =>
          _jsxs(
            'div',
            {
              role: 'option',
              id: `suggestion-${i}`,
              'aria-selected': i === chosen,
              onPointerDown: (event) => {
                event.preventDefault();
                take(i);
              },
              children: [
                _jsx('span', { class: 'suggestion-label', children: suggestion.label }),
                _jsx('span', { class: 'suggestion-detail', children: suggestion.detail }),
              ],
            },
            suggestion.label,
          ),
        ),
      }),
      help && _jsx(FilterHelp, { page: page, put: put, close: () => setHelp(false) }),
    ],
  });
}
function FilterHelp({ page, put, close }) {
  const panel = useRef(null);
  useEffect(() => panel.current?.focus(), []);
  const { filterText, init } = page.model;
  const add = (example) => {
    const text = filterText.trim() === '' ? example : `${filterText.trimEnd()} ${example}`;
    put(text, text.length);
    close();
  };
  const key = (event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    close();
    page.focusFilter();
  };
  return _jsxs('div', {
    class: 'help',
    id: 'filter-help',
    role: 'dialog',
    'aria-label': 'Filter syntax',
    tabIndex: -1,
    ref: panel,
    onKeyDown: key,
    children: [
      _jsxs('p', {
        children: [
          'Words find text in the payload. Terms side by side must all match; ',
          _jsx('code', { children: 'or' }),
          ', ',
          _jsx('code', { children: 'not' }),
          ' (or a dash) and parentheses combine them; quotes keep blanks: ',
          _jsx('code', { children: '"hello world"' }),
          '.',
        ],
      }),
      _jsx('table', {
        children: _jsx('tbody', {
          children: (init?.filterKeys ?? []).map(({ name, sentence, example }) =>
            _jsxs(
              'tr',
              {
                children: [
                  _jsxs('th', { scope: 'row', children: [name, ':'] }),
                  _jsxs('td', {
                    children: [
                      sentence,
                      _jsx('div', {
                        class: 'examples',
                        children: _jsx('button', { type: 'button', onClick: () => add(example), children: example }),
                      }),
                    ],
                  }),
                ],
              },
              name,
            ),
          ),
        }),
      }),
    ],
  });
}
