import { readFile } from 'node:fs/promises';
import { formatAddress } from '../../../traffic/event.ts';
import type { Endpoint } from '../../../net/endpoint.ts';
import { ownCertificate } from '../../../net/stream/tls.ts';
import type { Option } from '../../run/options.ts';
import { FileError, inFile } from '../../run/requestError.ts';
import type { Turn } from '../../run/turn.ts';

/** A name of a request: as in `# @name`. */
const NAME = /^[\p{L}\p{N}_$-]+$/u;

/**
 * The certificate, in PEM form, of the TLS server that the option `trust` names. Throws FileError if there is no such server, or if
 * it does not speak TLS.
 */
export async function certificateOf(option: Option, turn: Turn): Promise<string> {
  const name = option.text;
  const { value: place } = option.field;
  const wrong = (message: string): FileError => new FileError({ code: 'bad-value', message }, place);
  if (!NAME.test(name)) throw wrong(`"${name}" is not valid for trust: write the name of a SERVE with TLS.`);
  const at = (part: string) =>
    turn.fill({
      ...place,
      text: `{{${name}.${part}}}`,
      placeholders: [{ ...place, expression: `${name}.${part}`, at: 0 }],
    });
  const [host, port] = [await at('host'), Number(await at('port'))];
  const endpoint = turn.host.registry.all().find((each): each is Endpoint => {
    if (!('spec' in each) || each.spec.role !== 'server' || each.spec.transport === 'udp') return false;
    return each.local?.host === host && each.local.port === port;
  });
  if (endpoint === undefined)
    throw wrong(`trust: ${name} is not a server that runs. Write the name of a SERVE with TLS.`);
  const { spec } = endpoint;
  if (spec.role !== 'server' || spec.transport !== 'tls') {
    const message = `trust: ${name} on ${formatAddress({ host, port })} does not have a certificate, because it does not speak TLS. Write SERVE https:// or SERVE tls:// for it, or leave trust out.`;
    throw wrong(message);
  }
  const { cert, certFile } = spec.tls;
  if (cert !== undefined) return cert;
  if (certFile === undefined) return (await ownCertificate()).cert;
  return readFile(certFile, 'utf8').catch((error: unknown) => {
    throw inFile(error, place);
  });
}
