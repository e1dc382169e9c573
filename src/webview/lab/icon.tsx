import error from '@vscode/codicons/src/icons/error.svg' with { type: 'text' };
import info from '@vscode/codicons/src/icons/info.svg' with { type: 'text' };
import bulb from '@vscode/codicons/src/icons/lightbulb.svg' with { type: 'text' };
import pass from '@vscode/codicons/src/icons/pass.svg' with { type: 'text' };
import warning from '@vscode/codicons/src/icons/warning.svg' with { type: 'text' };
import clock from '@vscode/codicons/src/icons/watch.svg' with { type: 'text' };

const sources = { bulb, clock, error, info, pass, warning } as const;

/** The drawing of each icon: outputs of a notebook share a document that is not ours, so there is no sprite. */
const paths = new Map<string, readonly string[]>();

export function LabIcon({ name }: { readonly name: keyof typeof sources }) {
  let drawn = paths.get(name);
  if (drawn === undefined) {
    drawn = [...sources[name].matchAll(/<path\b[^>]*?\bd="([^"]+)"/g)].map(([, d]) => d!);
    paths.set(name, drawn);
  }
  return (
    <svg class={`wb-icon ${name}`} viewBox="0 0 16 16" aria-hidden="true">
      {drawn.map((d) => (
        <path key={d} d={d} />
      ))}
    </svg>
  );
}
