import { visible } from '../../protocol/text/visible.ts';
import type { ComparedByte, Comparison } from './comparison.ts';
import { perRow } from './comparison.ts';

interface Props {
  readonly expected: string;
  readonly came: string;
  readonly compared: Comparison;
}

/** Two values as text and as bytes, their first difference marked. */
export function Difference({ expected, came, compared }: Props) {
  const { first, skipped, more } = compared;
  return (
    <div class="wb-difference">
      <dl>
        <Side name="Expected" text={expected} bytes={compared.expected} />
        <Side name="Came" text={came} bytes={compared.came} />
      </dl>
      <p class="wb-quiet">
        {`They differ first at byte ${first}.${skipped > 0 ? ` The ${skipped} bytes before those shown are the same.` : ''}${more ? ' There are more bytes than those shown.' : ''}`}
      </p>
    </div>
  );
}

function Side({ name, text, bytes }: { name: string; text: string; bytes: readonly ComparedByte[] }) {
  const rows = Array.from({ length: Math.max(1, Math.ceil(bytes.length / perRow)) }, (_, i) =>
    bytes.slice(i * perRow, (i + 1) * perRow),
  );
  return (
    <div>
      <dt>{name}</dt>
      <dd class="wb-value">{text === '' ? <em>nothing</em> : visible(text, { limit: 300 })}</dd>
      {text !== '' && (
        <dd class="wb-hex">
          {rows.map((row, i) => (
            <div key={i}>
              <span>
                {row.map((byte, j) => (
                  <Mark key={j} byte={byte} of={byte.hex} />
                ))}
              </span>
              <span class="wb-text">
                {row.map((byte, j) => (
                  <Mark key={j} byte={byte} of={byte.text} />
                ))}
              </span>
            </div>
          ))}
        </dd>
      )}
    </div>
  );
}

function Mark({ byte, of }: { readonly byte: ComparedByte; readonly of: string }) {
  return byte.look === 'same' ? <i>{of}</i> : <mark class={byte.look}>{of}</mark>;
}
