import { formatDuration } from '../../base/quantities.ts';
import type { ComponentChildren } from 'preact';
import type { LookupAnswer } from '../../net/dns/requests.ts';
import { visible } from '../../protocol/text/visible.ts';
import { Icon } from '../common/widgets.tsx';

/** The operating system's answer, and that of DNS beside it. */
export function Lookup({ answer }: { readonly answer: LookupAnswer }) {
  const { system, systemError, dns, dnsValues, differences } = answer;
  return (
    <section class="records" aria-label="Look-up">
      <div class="table-scroll">
        <table class="lookup" aria-label="Result">
          <tbody>
            {system && systemRows(system).map(([label, value]) => <Row key={label} label={label} value={value} />)}
            {systemError && (
              <Row
                label="The system"
                value={
                  <span class="bad">
                    <Icon name="error" /> {visible(systemError.message)}
                  </span>
                }
              />
            )}
            {dns && (
              <Row
                label="DNS"
                value={dnsValues && dnsValues.length > 0 ? visible(dnsValues.join(', ')) : 'No record.'}
              />
            )}
          </tbody>
        </table>
      </div>
      {differences.map((text) => (
        <div class="remark warn" key={text}>
          <Icon name="diff" />
          <span>{visible(text)}</span>
        </div>
      ))}
      {dns && differences.length === 0 && (
        <div class="remark">
          <Icon name="pass" />
          <span>The system and DNS agree.</span>
        </div>
      )}
    </section>
  );
}

function Row({ label, value }: { readonly label: string; readonly value: ComponentChildren }) {
  return (
    <tr>
      <th scope="row">{label}</th>
      <td class="data">{value}</td>
    </tr>
  );
}

type System = NonNullable<LookupAnswer['system']>;

function systemRows(system: System): [string, string][] {
  const said: [string, string][] =
    'service' in system
      ? [
          ['Service', `${system.service}${system.aliases.length > 0 ? ` (also ${system.aliases.join(', ')})` : ''}`],
          ['Port', `${system.port}/${system.protocol}`],
        ]
      : 'addresses' in system
        ? [['The system', system.addresses.join(', ')]]
        : [['The system', system.host]];
  const hosts = 'hosts' in system ? system.hosts : [];
  return [
    ...said.map(([label, value]): [string, string] => [label, visible(value)]),
    ...hosts.map(({ file, line, address, names }): [string, string] => [
      `${file}, line ${line}`,
      visible(`${address} ${names.join(' ')}`),
    ]),
    ['Source', visible(system.source)],
    ['Time', formatDuration(system.time)],
  ];
}
