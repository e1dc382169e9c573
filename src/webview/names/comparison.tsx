import type { DnsExchange } from '../../net/dns/exchange.ts';
import { compareAnswers, type ComparedRow } from '../../protocol/dns/compare.ts';
import { visible } from '../../protocol/text/visible.ts';
import { Icon } from '../common/widgets.tsx';
import type { NamesPage } from './page.ts';

const sections: Readonly<Record<ComparedRow['section'], string>> = {
  status: 'Status',
  flags: 'Flags',
  answers: 'Answer',
  authorities: 'Authority',
};

/**
 * The answers of several servers side by side, with their differences marked. A server's column opens its answer below.
 */
export function Comparison({ page, exchanges }: { page: NamesPage; exchanges: readonly DnsExchange[] }) {
  const read = (exchange: DnsExchange) => {
    // An incomplete answer would differ from all others.
    const [bytes] = exchange.error === undefined ? exchange.messages : [];
    return bytes && page.read(bytes, exchange.name).message.bytes;
  };
  const rows = compareAnswers(exchanges.map(read));
  const differing = rows.filter(({ differs }) => differs).length;
  return (
    <section class="records" aria-label="Comparison">
      <h2>
        Side by Side <span class="count">{differing === 0 ? 'no differences' : `${differing} differ`}</span>
      </h2>
      <div class="table-scroll">
        <table class="comparison" aria-label="Servers side by side">
          <thead>
            <tr>
              <th scope="col">Section</th>
              <th scope="col">Record</th>
              {exchanges.map((exchange, index) => (
                <th scope="col" key={index} class="server">
                  <button
                    type="button"
                    class="cell"
                    aria-pressed={index === page.exchangeIndex}
                    title={exchange.error?.message ?? `Show the answer of ${exchange.server}`}
                    onClick={() => page.choose({ exchange: index })}
                  >
                    {visible(exchange.server)}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ section, text, by, differs }) => (
              <tr key={`${section} ${text}`} class={differs ? 'differs' : ''}>
                <td>{sections[section]}</td>
                <td class="data">
                  {differs && <Icon name="diff" />}
                  {visible(text, { limit: 2000 })}
                </td>
                {by.map((says, index) => {
                  const exchange = exchanges[index];
                  const silent =
                    exchange?.error && (exchange.messages.length === 0 ? 'no answer' : 'incomplete answer');
                  return (
                    <td key={index} class="server">
                      {silent ?? (says ? 'yes' : differs ? 'no' : '')}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
