import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Dissection } from '../../engine/messages.ts';
import type { DissectedField } from '../../protocol/dissect.ts';
import { visible } from '../../protocol/text/visible.ts';
import type { ByteRange } from './byteText.ts';
import { Icon } from './widgets.tsx';

interface FieldRow {
  readonly field: DissectedField;
  readonly depth: number;
  /** The path in the tree: `0.3.1`. */
  readonly path: string;
  readonly place: number;
  readonly siblings: number;
}

/** Every field, also folded ones, in the order of the tree. */
function rowsOf(fields: readonly DissectedField[], depth = 0, before = ''): FieldRow[] {
  return fields.flatMap((field, index) => {
    const path = `${before}${index}`;
    return [
      { field, depth, path, place: index + 1, siblings: fields.length },
      ...rowsOf(field.children ?? [], depth + 1, `${path}.`),
    ];
  });
}

const parentOf = (path: string) => path.slice(0, Math.max(0, path.lastIndexOf('.')));

function isShown({ path }: FieldRow, open: ReadonlySet<string>): boolean {
  for (let parent = parentOf(path); parent !== ''; parent = parentOf(parent)) if (!open.has(parent)) return false;
  return true;
}

interface FieldsProps {
  readonly dissection: Dissection;
  /** The selected bytes, in hex and text. */
  readonly selected: ByteRange | undefined;
  readonly select: (range: ByteRange) => void;
}

/** The event's fields as a tree: a field selects its bytes, and selected bytes their field. */
export function Fields({ dissection, selected, select }: FieldsProps) {
  const rows = useMemo(() => rowsOf(dissection.fields), [dissection]);
  const [open, setOpen] = useState<ReadonlySet<string>>(
    () => new Set(rows.filter(({ depth }) => depth === 0).map(({ path }) => path)),
  );
  const [asked, setAsked] = useState<string>();
  const tree = useRef<HTMLDivElement>(null);
  const shown = rows.filter((row) => isShown(row, open));
  const current = currentRow(rows, selected, asked);
  // For a field inside a folded one, its nearest visible ancestor stands in.
  let lit = current?.path;
  while (lit !== undefined && lit !== '' && !shown.some(({ path }) => path === lit)) lit = parentOf(lit);
  const focused = shown.find(({ path }) => path === lit) ?? shown[0];

  useEffect(() => {
    tree.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [lit]);

  const go = (row: FieldRow | undefined) => {
    if (row === undefined) return;
    setAsked(row.path);
    if (row.field.end > row.field.start) select({ start: row.field.start, end: row.field.end });
    tree.current?.focus({ preventScroll: true });
  };
  const fold = (path: string, isOpen: boolean) => {
    const next = new Set(open);
    if (isOpen) next.add(path);
    else next.delete(path);
    setOpen(next);
  };
  const key = (event: KeyboardEvent) => {
    if (focused === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const at = shown.indexOf(focused);
    const isOpen = open.has(focused.path);
    const hasChildren = (focused.field.children?.length ?? 0) > 0;
    const keys: Readonly<Record<string, () => void>> = {
      ArrowDown: () => go(shown[Math.min(at + (lit === undefined || lit === '' ? 0 : 1), shown.length - 1)]),
      ArrowUp: () => go(shown[Math.max(at - 1, 0)]),
      Home: () => go(shown[0]),
      End: () => go(shown.at(-1)),
      ArrowRight: () => (hasChildren && !isOpen ? fold(focused.path, true) : hasChildren && go(shown[at + 1])),
      ArrowLeft: () =>
        hasChildren && isOpen
          ? fold(focused.path, false)
          : go(shown.find(({ path }) => path === parentOf(focused.path))),
      Enter: () => go(focused),
      ' ': () => go(focused),
    };
    const run = keys[event.key];
    if (run === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    run();
  };

  return (
    <div
      class="fields"
      role="tree"
      aria-label={`Fields, as ${dissection.dissector ?? 'nothing'}`}
      tabIndex={0}
      ref={tree}
      onKeyDown={key}
      aria-activedescendant={focused === undefined ? undefined : `field-${focused.path}`}
    >
      {shown.map((row) => (
        <Field
          key={row.path}
          row={row}
          isOpen={open.has(row.path)}
          isSelected={row.path === lit}
          go={() => go(row)}
          fold={(isOpen) => fold(row.path, isOpen)}
        />
      ))}
    </div>
  );
}

/** The requested field, as long as its bytes are selected; otherwise the smallest field around the selected bytes. */
function currentRow(
  rows: readonly FieldRow[],
  selected: ByteRange | undefined,
  asked: string | undefined,
): FieldRow | undefined {
  if (selected === undefined) return undefined;
  const wanted = rows.find(({ path }) => path === asked);
  if (wanted?.field.start === selected.start && wanted.field.end === selected.end) return wanted;
  const around = rows.filter(({ field }) => field.start <= selected.start && field.end >= selected.end);
  return around.reduce<FieldRow | undefined>(
    (best, row) => (best && best.field.end - best.field.start < row.field.end - row.field.start ? best : row),
    undefined,
  );
}

interface FieldProps {
  readonly row: FieldRow;
  readonly isOpen: boolean;
  readonly isSelected: boolean;
  readonly go: () => void;
  readonly fold: (isOpen: boolean) => void;
}

function Field({ row: { field, depth, path, place, siblings }, isOpen, isSelected, go, fold }: FieldProps) {
  const hasChildren = (field.children?.length ?? 0) > 0;
  return (
    <div
      class={`field depth-${Math.min(depth, 7)}`}
      id={`field-${path}`}
      role="treeitem"
      aria-level={depth + 1}
      aria-posinset={place}
      aria-setsize={siblings}
      aria-selected={isSelected}
      {...(hasChildren ? { 'aria-expanded': isOpen } : {})}
      title={visible(field.problem ?? field.text, { limit: 300 })}
      onClick={go}
      onDblClick={() => hasChildren && fold(!isOpen)}
    >
      <span
        class={`twist${isOpen ? ' open' : ''}`}
        onClick={(event) => {
          if (!hasChildren) return;
          event.stopPropagation();
          fold(!isOpen);
        }}
      >
        {hasChildren && <Icon name="chevron-down" />}
      </span>
      <span class="field-name">{visible(field.name)}</span>
      <span class="field-text">{visible(field.text, { limit: 300 })}</span>
      {field.problem !== undefined && (
        <span class="field-problem">
          <Icon name="warning" />
          {visible(field.problem)}
        </span>
      )}
    </div>
  );
}
