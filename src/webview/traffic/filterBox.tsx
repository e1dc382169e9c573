import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { suggestions } from './completion.ts';
import type { TrafficPage } from './page.ts';
import { Action, Icon } from '../common/widgets.tsx';

/** The filter box: underlined errors, completion while typing, history with the arrow keys, and help. */
export function FilterBox({ page }: { readonly page: TrafficPage }) {
  const { filterText, filterError, init, saved } = page.model;
  const input = useRef<HTMLInputElement>(null);
  const mirror = useRef<HTMLDivElement>(null);
  const root = useRef<HTMLDivElement>(null);
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
    const outside = (event: PointerEvent) => {
      if (!(event.target instanceof Node) || !root.current?.contains(event.target)) setHelp(false);
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [help]);
  useLayoutEffect(() => {
    // An empty box cannot be scrolled, and reading the position would force a layout of the whole page.
    if (mirror.current && input.current && filterText !== '') mirror.current.scrollLeft = input.current.scrollLeft;
  });

  const put = (text: string, at: number) => {
    page.typed(text);
    requestAnimationFrame(() => {
      input.current?.focus();
      input.current?.setSelectionRange(at, at);
    });
    setCaret(at);
    setChosen(-1);
  };
  const take = (index: number) => {
    const suggestion = offered[index];
    if (!suggestion) return;
    put(suggestion.text, suggestion.caret);
    setListed(suggestion.label.endsWith(':'));
  };
  const recall = (to: number) => {
    const index = Math.max(-1, Math.min(to, saved.history.length - 1));
    setRecalled(index);
    const text = index < 0 ? '' : (saved.history[index] ?? '');
    put(text, text.length);
  };
  const moves: Readonly<Record<string, () => void>> = {
    ArrowDown: () => (open ? setChosen((chosen + 1) % offered.length) : recall(recalled - 1)),
    ArrowUp: () => (open ? setChosen(((chosen + offered.length) % (offered.length + 1)) - 1) : recall(recalled + 1)),
    Enter: () => {
      if (open && chosen >= 0) {
        take(chosen);
        return;
      }
      setListed(false);
      setRecalled(-1);
      // The current text of the box: the last letter may not be drawn yet.
      void page.applyFilter(input.current?.value ?? filterText, true);
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
  const key = (event: KeyboardEvent) => {
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

  return (
    <div class="filter" ref={root} role="search">
      <div class={`filter-box${filterError ? ' wrong' : ''}`}>
        <Icon name="filter" />
        <div class="filter-field">
          <div class="filter-mirror" ref={mirror} aria-hidden="true">
            {filterError && (
              <>
                {filterText.slice(0, filterError.start)}
                <span class="squiggle">{filterText.slice(filterError.start, filterError.end) || '\u00a0'}</span>
                {filterText.slice(Math.max(filterError.start, filterError.end))}
              </>
            )}
          </div>
          <input
            ref={input}
            type="text"
            spellcheck={false}
            autocomplete="off"
            placeholder="Filter (for example endpoint:echo -dir:out hello)"
            aria-label="Filter"
            role="combobox"
            aria-autocomplete="list"
            aria-expanded={open}
            aria-controls="filter-suggestions"
            aria-activedescendant={open && chosen >= 0 ? `suggestion-${chosen}` : undefined}
            aria-invalid={filterError !== undefined}
            aria-describedby={filterError ? 'filter-error' : undefined}
            value={filterText}
            onInput={(event) => {
              const { value, selectionStart } = event.currentTarget;
              setCaret(selectionStart ?? value.length);
              // A finished term needs no suggestions: the list would cover the results.
              setListed(/[^\s"]$/.test(value.slice(0, selectionStart ?? value.length)));
              setChosen(-1);
              page.typed(value);
            }}
            onKeyDown={key}
            onScroll={(event) => mirror.current && (mirror.current.scrollLeft = event.currentTarget.scrollLeft)}
            onBlur={() => setListed(false)}
          />
        </div>
        {filterText !== '' && <Action icon="close" label="Clear the filter" onClick={() => put('', 0)} />}
        <button
          type="button"
          class="action"
          title="Filter syntax"
          aria-label="Filter syntax"
          aria-expanded={help}
          aria-controls="filter-help"
          onClick={() => setHelp(!help)}
        >
          <Icon name="question" />
        </button>
      </div>
      {filterError && !open && (
        <div class="filter-error" id="filter-error">
          {filterError.error.message}
        </div>
      )}
      <div class="suggestions" id="filter-suggestions" role="listbox" aria-label="Suggestions" hidden={!open}>
        {offered.map((suggestion, i) => (
          <div
            role="option"
            key={suggestion.label}
            id={`suggestion-${i}`}
            aria-selected={i === chosen}
            onPointerDown={(event) => {
              event.preventDefault();
              take(i);
            }}
          >
            <span class="suggestion-label">{suggestion.label}</span>
            <span class="suggestion-detail">{suggestion.detail}</span>
          </div>
        ))}
      </div>
      {help && <FilterHelp page={page} put={put} close={() => setHelp(false)} />}
    </div>
  );
}

interface HelpProps {
  readonly page: TrafficPage;
  readonly put: (text: string, caret: number) => void;
  readonly close: () => void;
}

function FilterHelp({ page, put, close }: HelpProps) {
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => panel.current?.focus(), []);
  const { filterText, init } = page.model;
  const add = (example: string) => {
    const text = filterText.trim() === '' ? example : `${filterText.trimEnd()} ${example}`;
    put(text, text.length);
    close();
  };
  const key = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    close();
    page.focusFilter();
  };
  return (
    <div
      class="help"
      id="filter-help"
      role="dialog"
      aria-label="Filter syntax"
      tabIndex={-1}
      ref={panel}
      onKeyDown={key}
    >
      <p>
        Words find text in the payload. Several terms must all match; <code>or</code>, <code>not</code> (or a dash) and
        parentheses combine them; quotes keep spaces: <code>{'"hello world"'}</code>.
      </p>
      <table>
        <tbody>
          {(init?.filterKeys ?? []).map(({ name, sentence, example }) => (
            <tr key={name}>
              <th scope="row">{name}:</th>
              <td>
                {sentence}
                <div class="examples">
                  <button type="button" onClick={() => add(example)}>
                    {example}
                  </button>
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
