import { visible } from '../../protocol/text/visible.ts';
import { parseBase64 } from '../../protocol/text/base64.ts';
import { compare } from './comparison.ts';
import { Difference } from './difference.tsx';
import { LabIcon } from './icon.tsx';
import { Link, type Post } from './link.tsx';
import { ProgramText } from './programText.tsx';
import type { FilePlace, ShownCheck, ShownDiagnosis, ShownOutcome, ShownPart } from './protocol.ts';
import { byteRows } from './byteRows.ts';

const stateWords = {
  running: 'Running',
  passed: 'Passed',
  failed: 'Failed',
  error: 'Did not go through',
  skipped: 'Not run',
} as const;
const checkIcons = { passed: 'pass', failed: 'error', error: 'warning' } as const;
const checkWords = { passed: 'holds', failed: 'does not hold', error: 'could not be checked' } as const;
const predicates = /\s(==|equals)\s/;
/** The bytes of a number say nothing. */
const isNumber = (value: string): boolean => /^-?\d+(\.\d+)?$/.test(value);

/** The outcome of a request: what was expected and what came, why, where to look, then the answer. */
export function Outcome({ outcome, post }: { readonly outcome: ShownOutcome; readonly post: Post }) {
  const { label, state, verdict, took, checks, error, notes, diagnosis, also, hints, parts, explained, facts } =
    outcome;
  const example = checks.length === 0 && state === 'passed';
  const bad = state === 'failed' || state === 'error';
  return (
    <section class={`wb-outcome ${state}`} aria-label={`${visible(label)}: ${stateWords[state]}`}>
      <header>
        <LabIcon name={example ? 'info' : state === 'passed' ? 'pass' : bad ? 'error' : 'clock'} />
        <strong>{visible(label)}</strong>
        <span class="wb-state">{example ? visible(verdict) : stateWords[state]}</span>
        {!example && state !== 'skipped' && <span class="wb-quiet">{visible(verdict)}</span>}
        {took !== undefined && <span class="wb-quiet">{took}</span>}
      </header>
      {error !== undefined && <p class="wb-error">{visible(error)}</p>}
      {checks.length > 0 && (
        <ul class="wb-checks">
          {checks.map((check) => (
            <Check key={check.start} check={check} />
          ))}
        </ul>
      )}
      {diagnosis && <Why diagnosis={diagnosis} post={post} />}
      {also.map((one) => (
        <Why key={one.id} diagnosis={one} post={post} also />
      ))}
      {hints.map((hint) => (
        <p key={hint} class="wb-hint">
          <LabIcon name="bulb" />
          <span>{`Hint: ${visible(hint)}`}</span>
        </p>
      ))}
      {bad && explained && (
        <p class="wb-explained">
          Explained in{' '}
          <Link post={post} message={{ kind: 'reveal', cell: explained.cell }}>
            {visible(explained.title)}
          </Link>
        </p>
      )}
      {notes.map((note) => (
        <p key={note} class="wb-note">
          <LabIcon name="info" />
          <span>{visible(note)}</span>
        </p>
      ))}
      {parts.map((part) => (
        <Part key={part.title} part={part} open={example || bad || isOutput(part)} post={post} />
      ))}
      {facts.length > 0 && (
        <details>
          <summary>Details</summary>
          <dl class="wb-facts">
            {facts.map(([name, value]) => (
              <div key={name}>
                <dt>{visible(name)}</dt>
                <dd>{visible(value)}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </section>
  );
}

function Check({ check }: { readonly check: ShownCheck }) {
  const { state, text, actual, expected, message, why } = check;
  const failed = state !== 'passed';
  const compared =
    state === 'failed' && expected !== undefined && actual !== undefined && predicates.test(text) && !isNumber(actual)
      ? compare(expected, actual)
      : undefined;
  return (
    <li class={state}>
      <LabIcon name={checkIcons[state]} />
      <div>
        <code>{visible(text.replace(/^\?\?\s*/, ''))}</code> <span class="wb-state">{checkWords[state]}</span>
        {failed && compared === undefined && message !== undefined && <p>{visible(message)}</p>}
        {failed && compared && <Difference expected={expected!} came={actual!} compared={compared} />}
        {failed && why !== undefined && (
          <p class="wb-hint">
            <LabIcon name="bulb" />
            <span>{visible(why)}</span>
          </p>
        )}
      </div>
    </li>
  );
}

function Why({
  diagnosis,
  post,
  also,
}: {
  readonly diagnosis: ShownDiagnosis;
  readonly post: Post;
  readonly also?: true;
}) {
  const { sentence, hint, place } = diagnosis;
  return (
    <div class={`wb-why${also ? ' also' : ''}`}>
      <p class="wb-why-title">{also ? 'Also' : 'Why'}</p>
      <p>{visible(sentence)}</p>
      {hint !== undefined && <p>{visible(hint)}</p>}
      {place && (
        <p>
          <PlaceLink place={place} post={post} />
        </p>
      )}
    </div>
  );
}

function PlaceLink({ place, post }: { readonly place: FilePlace; readonly post: Post }) {
  // What Python runs from no file has a name in angle brackets.
  if (place.file.startsWith('<')) return null;
  const name = place.file.split(/[\\/]/).at(-1) ?? place.file;
  return (
    <Link post={post} message={{ kind: 'open', ...place }}>
      {`${visible(name)}, line ${place.line}`}
    </Link>
  );
}

function Part({ part, open, post }: { readonly part: ShownPart; readonly open: boolean; readonly post: Post }) {
  return (
    <details open={open}>
      <summary>{`${part.title}${sizeOf(part)}`}</summary>
      {part.kind === 'bytes' && <Bytes part={part} />}
      {part.kind === 'table' && <Table part={part} />}
      {part.kind === 'text' && (
        <>
          {part.left && <p class="wb-quiet">The beginning is left out: the end of the text is kept.</p>}
          <ProgramText text={part.text} program={part.program} post={post} />
        </>
      )}
    </details>
  );
}

/** The output of a program was read while it came: it does not fold when the program is over. */
function isOutput(part: ShownPart): boolean {
  return part.kind === 'text' && part.program;
}

function sizeOf(part: ShownPart): string {
  if (part.kind === 'bytes') return part.total === 1 ? ', 1 byte' : `, ${part.total} bytes`;
  return '';
}

/** Hex and text side by side, in rows that fit. */
function Bytes({ part }: { readonly part: Extract<ShownPart, { kind: 'bytes' }> }) {
  const bytes = parseBase64(part.base64);
  return (
    <>
      <table class="wb-bytes" aria-label={`${part.title} as hex and text`}>
        <tbody>
          {byteRows(bytes).map(({ offset, hex, text }) => (
            <tr key={offset}>
              <th scope="row">{offset}</th>
              <td>{hex}</td>
              <td class="wb-text">{text}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {part.total > bytes.length && (
        <p class="wb-quiet">{`${part.total - bytes.length} more bytes are in the Traffic view.`}</p>
      )}
    </>
  );
}

function Table({ part }: { readonly part: Extract<ShownPart, { kind: 'table' }> }) {
  return (
    <table class="wb-table" aria-label={part.title}>
      <thead>
        <tr>
          {part.head.map((cell) => (
            <th key={cell} scope="col">
              {cell}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {part.rows.map((row, i) => (
          <tr key={i}>
            {row.map((cell, column) => (
              <td key={column}>{visible(cell)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
