import { Icon, Slot } from '../common/widgets.tsx';
import { count, formatBytes } from '../../base/quantities.ts';
import { visible } from '../../protocol/text/visible.ts';
import { partSize, type BodyMode, type ResponsePage } from './page.ts';
import type { ShownResponse } from './protocol.ts';

interface TabProps {
  readonly page: ResponsePage;
  readonly shown: ShownResponse;
}

const modeLabels: Readonly<Record<BodyMode, string>> = {
  formatted: 'Formatted',
  source: 'As Received',
  image: 'Image',
  hex: 'Hex',
};

export function BodyTab({ page, shown }: TabProps) {
  const { body } = page;
  if (page.bodyProblem !== undefined)
    return (
      <div class="banner warning">
        <Icon name="warning" />
        <p>{visible(page.bodyProblem)}</p>
      </div>
    );
  const { exchange, empty } = shown.answer ?? {};
  if (shown.forgotten) return <Empty text="Nothing is kept of this body." />;
  if (empty !== undefined) return <Empty text={empty} />;
  if (body === undefined) return <div class="body-tab" aria-busy="true" />;
  const type = exchange ? body.content.type || 'no content type' : '';
  return (
    <div class="body-tab">
      <div class="body-bar">
        {body.modes.length > 1 && <Modes page={page} modes={body.modes} mode={body.mode} />}
        <span class="body-type">{visible(type)}</span>
        <Parts page={page} />
      </div>
      {body.remarks.map((remark) => (
        <div class="remark" key={remark}>
          <Icon name="info" />
          {remark}
        </div>
      ))}
      {body.mode === 'image' && body.imageUrl !== undefined ? (
        <div class="picture">
          <img
            src={body.imageUrl}
            alt={`Received image, ${formatBytes(body.size)}`}
            onError={() => page.imageFailed()}
          />
        </div>
      ) : (
        <Slot
          className="view-slot"
          element={body.mode === 'hex' ? page.bytes.element : page.text.element}
          key={body.mode === 'hex' ? 'hex' : 'text'}
        />
      )}
    </div>
  );
}

function Empty({ text }: { readonly text: string }) {
  return (
    <div class="empty">
      <p>{text}</p>
    </div>
  );
}

function Modes({
  page,
  modes,
  mode,
}: {
  readonly page: ResponsePage;
  readonly modes: readonly BodyMode[];
  readonly mode: BodyMode;
}) {
  return (
    <div class="choice" role="radiogroup" aria-label="How the body is shown">
      {modes.map((one) => (
        <label key={one}>
          <input type="radio" name="mode" checked={one === mode} onChange={() => page.setMode(one)} />
          <span>{one === 'source' && !modes.includes('formatted') ? 'Text' : modeLabels[one]}</span>
        </label>
      ))}
    </div>
  );
}

function Parts({ page }: { readonly page: ResponsePage }) {
  const { body } = page;
  if (body === undefined || body.size <= partSize) return null;
  const parts = Math.ceil(body.size / partSize);
  return (
    <div class="parts-bar" role="group" aria-label="Parts of the body">
      <button
        type="button"
        class="button secondary"
        disabled={body.part === 0}
        onClick={() => page.setPart(body.part - 1)}
      >
        Previous
      </button>
      <span>
        Part {count(body.part + 1)} of {count(parts)}
      </span>
      <button
        type="button"
        class="button secondary"
        disabled={body.part === parts - 1}
        onClick={() => page.setPart(body.part + 1)}
      >
        Next
      </button>
    </div>
  );
}

/** The bytes on the wire for the chosen hop. */
export function WireTab({ page, shown }: TabProps) {
  const wire = page.wire?.entry === shown.entry && page.wire.hop === page.hop ? page.wire : undefined;
  if (wire?.problem !== undefined)
    return (
      <div class="banner warning">
        <Icon name="warning" />
        <p>{visible(wire.problem)}</p>
      </div>
    );
  if (wire?.bytes === undefined) return <div class="body-tab" aria-busy="true" />;
  const { sentBytes, receivedBytes, incomplete } = wire.bytes;
  const { wireSide, wireHex } = page.saved;
  const whole = wireSide === 'sent' ? sentBytes : receivedBytes;
  const held = wire.bytes[wireSide].length;
  return (
    <div class="body-tab">
      <div class="body-bar">
        <div class="choice" role="radiogroup" aria-label="Direction">
          {(['sent', 'received'] as const).map((side) => (
            <label key={side}>
              <input
                type="radio"
                name="side"
                checked={wireSide === side}
                onChange={() => page.setWire({ wireSide: side })}
              />
              <span>
                {side === 'sent' ? 'Sent' : 'Received'} {formatBytes(side === 'sent' ? sentBytes : receivedBytes)}
              </span>
            </label>
          ))}
        </div>
        <div class="choice" role="radiogroup" aria-label="How the bytes are shown">
          {[false, true].map((hex) => (
            <label key={String(hex)}>
              <input
                type="radio"
                name="wireHex"
                checked={wireHex === hex}
                onChange={() => page.setWire({ wireHex: hex })}
              />
              <span>{hex ? 'Hex' : 'Text'}</span>
            </label>
          ))}
        </div>
      </div>
      {incomplete && (
        <div class="remark">
          <Icon name="info" />
          Some of these bytes are no longer in the journal.
        </div>
      )}
      {held < whole && !incomplete && (
        <div class="remark">
          <Icon name="info" />
          The first {formatBytes(held)} of {formatBytes(whole)}. All of it is in the Traffic view.
        </div>
      )}
      <Slot
        className="view-slot"
        element={wireHex ? page.wireBytes.element : page.wireText.element}
        key={wireHex ? 'hex' : 'text'}
      />
    </div>
  );
}
