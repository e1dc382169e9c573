import type { CertificateInfo, HeaderList, HttpHop } from '../../net/http/exchange.ts';
import { visible } from '../../protocol/text/visible.ts';
import { Checks } from '../common/checks.tsx';
import { Action, Icon } from '../common/widgets.tsx';
import { formatBytes, formatDuration } from '../../base/quantities.ts';
import { timingSteps } from './describe.ts';
import type { ResponsePage } from './page.ts';
import type { ShownResponse } from './protocol.ts';

interface TabProps {
  readonly page: ResponsePage;
  readonly shown: ShownResponse;
}

function chosenHop({ page, shown }: TabProps): HttpHop | undefined {
  return shown.answer?.exchange?.hops[page.hop];
}

export function HeadersTab({ page, shown }: TabProps) {
  const hop = chosenHop({ page, shown });
  if (hop === undefined) return <div class="scroll" />;
  const { response } = hop;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Headers">
      {response?.status === 0 && (
        <p class="below">The answer has no status line and no headers: all of it is in the body.</p>
      )}
      {hop.interim.map((head, i) => (
        <Headers
          key={i}
          page={page}
          title={`Interim answer: ${head.status} ${head.reason}`}
          first={`HTTP/${head.version} ${head.status} ${head.reason}`}
          headers={head.headers}
        />
      ))}
      {response !== undefined && response.status > 0 && (
        <Headers
          page={page}
          title="Received"
          first={`HTTP/${response.version} ${response.status} ${response.reason}`.trimEnd()}
          headers={response.headers}
        />
      )}
      {hop.trailers !== undefined && hop.trailers.length > 0 && (
        <Headers page={page} title="Received after the body" headers={hop.trailers} />
      )}
      <Headers
        page={page}
        title={hop.unsent === true ? 'Not sent: no connection was made' : 'Sent'}
        first={`${hop.method} ${hop.url}`}
        headers={hop.requestHeaders}
      />
    </div>
  );
}

interface HeadersProps {
  readonly page: ResponsePage;
  readonly title: string;
  readonly first?: string;
  readonly headers: HeaderList;
}

function Headers({ page, title, first, headers }: HeadersProps) {
  const text = [...(first === undefined ? [] : [first]), ...headers.map(([name, value]) => `${name}: ${value}`)].join(
    '\n',
  );
  return (
    <section>
      <div class="section-head">
        <h2>{visible(title)}</h2>
        <Action icon="copy" label={`Copy: ${title}`} onClick={() => page.copyText(text)} />
      </div>
      {first !== undefined && <p class="start-line">{visible(first)}</p>}
      <table class="facts-table">
        <tbody>
          {headers.map(([name, value], i) => (
            <tr key={i}>
              <th scope="row">{visible(name)}</th>
              <td>{visible(value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

export function ChecksTab({ shown }: TabProps) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Checks">
      <Checks checks={shown.outcome.checks} />
    </div>
  );
}

export function TimingTab({ page, shown }: TabProps) {
  const hop = chosenHop({ page, shown });
  const steps = timingSteps(hop?.timings ?? {});
  const whole = Math.max(0.001, ...steps.map(({ to }) => to));
  const kept = hop?.timings.connected === undefined && hop?.response !== undefined;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Timing">
      <table class="timing">
        <thead>
          <tr>
            <th scope="col">Step</th>
            <th scope="col">Took</th>
            <th scope="col" aria-hidden="true" />
          </tr>
        </thead>
        <tbody>
          {steps.map(({ name, from, to }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{formatDuration(to - from)}</td>
              <td aria-hidden="true">
                <div class="track">
                  <div
                    class="bar"
                    style={{ left: `${(from / whole) * 100}%`, width: `${((to - from) / whole) * 100}%` }}
                  />
                </div>
              </td>
            </tr>
          ))}
          <tr class="total">
            <th scope="row">In all</th>
            <td>{formatDuration(whole)}</td>
            <td aria-hidden="true" />
          </tr>
        </tbody>
      </table>
      {kept && (
        <p class="below">The connection of an earlier request was used again, without a look-up or a new connection.</p>
      )}
      <Facts
        facts={[
          ['From', hop?.local],
          ['To', hop?.remote],
          ['Proxy', hop?.proxy],
          [
            'Body sent',
            hop === undefined || hop.requestBodyBytes === 0 ? undefined : formatBytes(hop.requestBodyBytes),
          ],
        ]}
      />
    </div>
  );
}

function Facts({ facts }: { readonly facts: readonly (readonly [name: string, value: string | undefined])[] }) {
  return (
    <table class="facts-table">
      <tbody>
        {facts.map(([name, value]) =>
          value === undefined ? null : (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{visible(value)}</td>
            </tr>
          ),
        )}
      </tbody>
    </table>
  );
}

export function CertificatesTab({ page, shown }: TabProps) {
  const tls = chosenHop({ page, shown })?.tls;
  if (tls === undefined)
    return (
      <div class="empty">
        <p>This request went over a connection without TLS.</p>
      </div>
    );
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Certificates">
      <p class={`trust ${tls.authorized ? 'good' : 'bad'}`}>
        <Icon name={tls.authorized ? 'pass' : 'warning'} />
        {tls.authorized
          ? 'The certificate is valid for this name.'
          : visible(tls.problem ?? 'The certificate was not verified.')}
      </p>
      <Facts
        facts={[
          ['Protocol', tls.protocol],
          ['Cipher', tls.cipher],
          ['ALPN', tls.alpn],
        ]}
      />
      {tls.certificates.map((certificate, i) => (
        <section key={i}>
          <div class="section-head">
            <h2>{i === 0 ? 'Certificate of the server' : `Issuer ${i}`}</h2>
          </div>
          <Facts facts={certificateFacts(certificate)} />
        </section>
      ))}
    </div>
  );
}

function certificateFacts(certificate: CertificateInfo): [string, string | undefined][] {
  return [
    ['Subject', certificate.subject],
    ['Issuer', certificate.selfSigned ? `${certificate.issuer} (itself)` : certificate.issuer],
    ['Names', certificate.subjectAltName],
    ['Valid from', certificate.validFrom],
    ['Valid to', certificate.validTo],
    ['Serial number', certificate.serialNumber],
    ['SHA-256', certificate.fingerprint256],
  ];
}

export function DetailsTab({ shown }: TabProps) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Details">
      <Facts facts={shown.answer?.facts ?? []} />
    </div>
  );
}
