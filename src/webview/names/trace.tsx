import { useRef } from 'preact/hooks';
import type { Trace, TraceOutcome } from '../../net/dns/trace.ts';
import { visible } from '../../protocol/text/visible.ts';
import { count, formatDuration } from '../../base/quantities.ts';
import type { IconName } from '../common/icons.ts';
import { Icon } from '../common/widgets.tsx';
import type { NamesPage } from './page.ts';
import { tracePaths } from './tracePaths.ts';

const looks: Readonly<Record<TraceOutcome, { readonly icon: IconName; readonly tone: string; readonly said: string }>> =
  {
    referral: { icon: 'arrow-down', tone: 'plain', said: 'referral' },
    answer: { icon: 'pass', tone: 'good', said: 'answer' },
    alias: { icon: 'arrow-down', tone: 'plain', said: 'alias' },
    'no-data': { icon: 'info', tone: 'warn', said: 'no data' },
    'no-name': { icon: 'info', tone: 'warn', said: 'no such name' },
    lame: { icon: 'warning', tone: 'warn', said: 'lame' },
    error: { icon: 'error', tone: 'bad', said: 'error' },
  };

/** The path from the root as a tree. A step opens its answer below. */
export function TraceTree({ page, trace }: { readonly page: NamesPage; readonly trace: Trace }) {
  const tree = useRef<HTMLDivElement>(null);
  const rows = tracePaths(trace.steps);
  const found = page.exchangeIndex;
  const go = (at: number) => {
    const row = rows[Math.min(Math.max(at, 0), rows.length - 1)];
    if (row === undefined) return;
    page.choose({ exchange: rows.indexOf(row), side: 'answer' });
    tree.current?.focus({ preventScroll: true });
    tree.current?.querySelectorAll('[role=treeitem]')[rows.indexOf(row)]?.scrollIntoView({ block: 'nearest' });
  };
  const key = (event: KeyboardEvent) => {
    const parent = rows.findLastIndex(({ depth }, at) => at < found && depth < (rows[found]?.depth ?? 0));
    const keys: Readonly<Record<string, number>> = {
      ArrowDown: found + 1,
      ArrowUp: found - 1,
      ArrowRight: found + 1,
      ArrowLeft: parent < 0 ? found : parent,
      Home: 0,
      End: rows.length - 1,
    };
    const next = keys[event.key];
    if (next === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    go(next);
  };
  return (
    <section class="records" aria-label="Trace">
      <h2>
        Trace <span class="count">{count(trace.queries, 'question')}</span>
      </h2>
      {trace.findings.map((finding) => (
        <div class="remark warn" key={finding}>
          <Icon name="warning" />
          <span>{visible(finding)}</span>
        </div>
      ))}
      <div
        class="trace"
        role="tree"
        aria-label="Steps"
        tabIndex={0}
        ref={tree}
        onKeyDown={key}
        aria-activedescendant={rows[found] && `step-${rows[found].path}`}
      >
        {rows.map(({ step, path, depth, place, siblings }, at) => {
          const look = looks[step.outcome];
          return (
            <div
              key={path}
              id={`step-${path}`}
              class={`step depth-${Math.min(depth, 7)} ${look.tone}`}
              role="treeitem"
              aria-level={depth + 1}
              aria-posinset={place}
              aria-setsize={siblings}
              aria-selected={at === found}
              {...(step.next.length > 0 ? { 'aria-expanded': true } : {})}
              onClick={() => go(at)}
            >
              <Icon name={look.icon} />
              <span class="zone">{visible(step.zone)}</span>
              <span class="step-text">{visible(step.text, { limit: 400 })}</span>
              <span class="about">
                {visible(`${step.serverName} ${step.address}`)}, {formatDuration(step.exchange.duration)}
              </span>
            </div>
          );
        })}
      </div>
    </section>
  );
}
