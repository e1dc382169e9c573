import { generate } from 'selfsigned';

export interface Pem {
  readonly cert: string;
  readonly key: string;
}

const day = 86_400_000;

interface Wanted {
  readonly name?: string;
  /** Days from now. */
  readonly from?: number;
  readonly to?: number;
  /** The issuer; absent: self-signed. */
  readonly by?: Pem;
  /** It may sign other certificates. */
  readonly authority?: boolean;
}

/** A certificate for tests, by default for `localhost` and 127.0.0.1. */
export async function certificate(wanted: Wanted = {}): Promise<Pem> {
  const { name = 'localhost', from = -1, to = 30, by, authority = false } = wanted;
  const { cert, private: key } = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() + from * day),
    notAfterDate: new Date(Date.now() + to * day),
    ...(by === undefined ? {} : { ca: by }),
    extensions: [
      { name: 'basicConstraints', cA: authority, critical: true },
      ...(authority ? [{ name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true } as const] : []),
      {
        name: 'subjectAltName',
        altNames: [{ type: 2, value: name }, ...(name === 'localhost' ? [{ type: 7, ip: '127.0.0.1' } as const] : [])],
      },
    ],
  });
  return { cert, key };
}
