import { visible } from '../../protocol/text/visible.ts';
import type { CheckOutcome } from '../../requests/run/outcome.ts';
import { Icon } from './widgets.tsx';

const checkIcons = { passed: 'pass', failed: 'error', error: 'warning' } as const;
const checkWords = { passed: 'holds', failed: 'does not hold', error: 'could not be checked' } as const;

/** The checks of a request. A failed check has its expected and its actual value. */
export function Checks({ checks }: { readonly checks: readonly CheckOutcome[] }) {
  return (
    <ul class="checks">
      {checks.map((check) => (
        <Check key={check.start} check={check} />
      ))}
    </ul>
  );
}

function Check({ check }: { readonly check: CheckOutcome }) {
  const { state, text, actual, expected, message } = check;
  return (
    <li class={`check ${state}`}>
      <Icon name={checkIcons[state]} />
      <div>
        <p>
          <code>{visible(text.replace(/^\?\?\s*/, ''))}</code> <span class="check-word">{checkWords[state]}</span>
        </p>
        {state !== 'passed' && message !== undefined && <p>{visible(message)}</p>}
        {state !== 'passed' && (actual !== undefined || expected !== undefined) && (
          <dl class="diff">
            {expected !== undefined && (
              <div>
                <dt>Expected</dt>
                <dd>{visible(expected)}</dd>
              </div>
            )}
            {actual !== undefined && (
              <div>
                <dt>Found</dt>
                <dd>{visible(actual)}</dd>
              </div>
            )}
          </dl>
        )}
      </div>
    </li>
  );
}
