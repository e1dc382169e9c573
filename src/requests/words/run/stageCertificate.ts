import type { Option } from '../../run/options.ts';
import { FileError } from '../../run/requestError.ts';
import type { Turn } from '../../run/turn.ts';

/** The name of a request: as in `# @name`. */
const NAME = /^[\p{L}\p{N}_$-]+$/u;

/**
 * The path of the certificate, in PEM form, of the TLS server that the option `trust` names. Throws FileError if there is no such
 * server, or if it does not speak TLS.
 */
export async function certificateOf({ text: name, field: { value: place } }: Option, turn: Turn): Promise<string> {
  const wrong = (message: string): FileError => new FileError({ code: 'bad-value', message }, place);
  if (!NAME.test(name)) throw wrong(`"${name}" is not valid for trust: write the name of a SERVE with TLS.`);
  const part = (key: string): Promise<string> => {
    const expression = `${name}.${key}`;
    return turn.fill({ ...place, text: `{{${expression}}}`, placeholders: [{ ...place, expression, at: 0 }] });
  };
  // Not every request that has run is a server, and not every server speaks TLS.
  const certificate = await part('certificate').catch(() => undefined);
  if (certificate !== undefined) return certificate;
  const url = await part('url').catch((error: unknown) => {
    if (error instanceof FileError && error.code === 'no-result') throw error;
    throw wrong(`trust: ${name} is not a server. Write the name of a SERVE with TLS.`);
  });
  const message = `trust: ${name} (${url}) does not have a certificate, because it does not speak TLS. Write SERVE https:// or SERVE tls:// for it, or leave trust out.`;
  throw wrong(message);
}
