import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isIP, type Socket } from 'node:net';
import type { ConnectionOptions, DetailedPeerCertificate, PeerCertificate, TLSSocket } from 'node:tls';
import type { ErrorCode } from '../../base/codes.ts';
import { WirebenchError } from '../../base/errors.ts';
import { systemCode } from '../systemErrors.ts';
import { tlsError } from '../stream/tls.ts';
import type { CertificateInfo, HttpTlsSpec, TlsInfo } from './exchange.ts';
import { unreadable } from './sources.ts';

async function read(path: string | undefined): Promise<Buffer | undefined> {
  if (path === undefined) return undefined;
  try {
    return await readFile(path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

/**
 * Options of `tls.connect` for that server, with its files read. The certificate is judged afterwards: see `verdict`.
 */
async function optionsOf(spec: HttpTlsSpec, host: string, alpn: readonly string[]): Promise<ConnectionOptions> {
  const [caFile, cert, key, pfx] = await Promise.all(
    [spec.caFile, spec.certFile, spec.keyFile, spec.pfxFile].map((path) => read(path)),
  );
  // OpenSSL skips parts that it cannot read, and would then know no authority at all.
  if (caFile !== undefined && !caFile.includes('-----BEGIN')) throw noAuthority(spec.caFile!);
  const ca = spec.ca ?? caFile;
  const name = spec.servername ?? host;
  return {
    host: name,
    // A bad certificate is shown, and refused by us before anything is sent.
    rejectUnauthorized: false,
    // RFC 6066, section 3: an address is not a valid server name.
    ...(isIP(name) === 0 ? { servername: name } : {}),
    ...(alpn.length === 0 ? {} : { ALPNProtocols: [...alpn] }),
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    // A PEM file may contain both.
    ...(key === undefined ? (cert === undefined ? {} : { key: cert }) : { key }),
    ...(pfx === undefined ? {} : { pfx }),
    ...(spec.passphrase === undefined ? {} : { passphrase: spec.passphrase }),
  };
}

/** Performs the handshake over a stream. Throws WirebenchError. An untrusted certificate is not an error here. */
export async function secure(
  over: Socket,
  spec: HttpTlsSpec,
  peer: { host: string; port: number },
  alpn: readonly string[],
): Promise<TLSSocket> {
  const { connect } = await import('node:tls');
  const options = await optionsOf(spec, peer.host, alpn);
  return new Promise<TLSSocket>((resolve, reject) => {
    const failed = (error: unknown) => reject(handshakeError(error, peer));
    const gone = () => failed(Object.assign(new Error('closed'), { code: 'ECONNRESET' }));
    let stream: TLSSocket;
    try {
      stream = connect({ ...options, socket: over });
    } catch (error) {
      reject(badKey(error));
      return;
    }
    over.once('close', gone);
    stream.once('error', failed);
    stream.once('secureConnect', () => {
      over.off('close', gone);
      stream.off('error', failed);
      resolve(stream);
    });
  });
}

function noAuthority(path: string): WirebenchError {
  return new WirebenchError({
    code: 'bad-certificate',
    message: `The file ${path} holds no certificate in PEM form, so it names no authority. A PEM file has a line "-----BEGIN CERTIFICATE-----"; openssl x509 -inform der converts a binary file.`,
    remedies: ['openFile'],
    facts: { path },
  });
}

function badKey(error: unknown): WirebenchError {
  return new WirebenchError(
    {
      code: 'bad-certificate',
      message: `The certificate or its key cannot be used: ${error instanceof Error ? error.message : String(error)}. Give both in PEM form (or one file in PKCS #12 form), and the passphrase if the key has one.`,
      system: systemCode(error) ?? 'OpenSSL',
      remedies: ['openSettings'],
    },
    { cause: error },
  );
}

function handshakeError(error: unknown, peer: { host: string; port: number }): WirebenchError {
  const system = systemCode(error);
  if (system !== undefined && /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST/.test(system)) {
    return new WirebenchError(
      {
        code: 'tls-plain-text',
        message: `${peer.host}:${peer.port} did not answer in TLS. Use http:// if that server speaks plain HTTP.`,
        system,
        remedies: ['showTraffic'],
      },
      { cause: error },
    );
  }
  return tlsError(error, 'client', peer);
}

type Sentence = (peer: string, first: CertificateInfo | undefined) => string;

/** The reason why a certificate is not trusted: our code and its sentence. */
const verdicts: Readonly<Record<string, readonly [code: ErrorCode, sentence: Sentence]>> = {
  CERT_HAS_EXPIRED: [
    'tls-expired',
    (peer, first) =>
      `The certificate of ${peer} expired${first === undefined ? '' : ` on ${first.validTo}`}. Its owner must renew it. Send anyway if you know that server.`,
  ],
  CERT_NOT_YET_VALID: [
    'tls-not-yet-valid',
    (peer, first) =>
      `The certificate of ${peer} is not valid${first === undefined ? ' yet' : ` before ${first.validFrom}`}. Check the clocks of both machines.`,
  ],
  DEPTH_ZERO_SELF_SIGNED_CERT: [
    'tls-self-signed',
    (peer) =>
      `The certificate of ${peer} is self-signed: no authority has signed it. Give it as the authority (ca), or send anyway if you know that server.`,
  ],
  ERR_TLS_CERT_ALTNAME_INVALID: [
    'tls-wrong-name',
    (peer, first) =>
      `The certificate of ${peer} is for another name${first === undefined ? '' : ` (${first.subjectAltName ?? first.subject})`}. Use the name it was made for, or send anyway if you know that server.`,
  ],
};

const unknownAuthority: readonly [ErrorCode, Sentence] = [
  'tls-unknown-authority',
  (peer, first) =>
    `The certificate of ${peer} is signed by an authority this machine does not know${first === undefined ? '' : ` (${first.issuer})`}. Give that authority's certificate (ca), or send anyway if you know that server.`,
];

/** The negotiated parameters, and whether the server's identity is verified. */
export function tlsInfoOf(stream: TLSSocket, peer: string): { info: TlsInfo; error?: WirebenchError } {
  const certificates = chainOf(stream.getPeerCertificate(true));
  const said = stream.authorizationError as unknown;
  const problem = stream.authorized || said === undefined || said === null ? undefined : systemOf(said);
  const [code, sentence] = problem === undefined ? [] : (verdicts[problem] ?? unknownAuthority);
  const text = sentence?.(peer, certificates[0]);
  const info: TlsInfo = {
    protocol: stream.getProtocol() ?? 'TLS',
    cipher: stream.getCipher().name,
    ...(typeof stream.alpnProtocol === 'string' ? { alpn: stream.alpnProtocol } : {}),
    authorized: stream.authorized,
    ...(text === undefined ? {} : { problem: text }),
    certificates,
  };
  if (code === undefined) return { info };
  return {
    info,
    error: new WirebenchError({ code, message: text!, system: problem!, remedies: ['sendAnyway'], facts: { peer } }),
  };
}

function systemOf(said: unknown): string {
  if (typeof said === 'string') return said;
  return systemCode(said) ?? String(said);
}

function chainOf(first: DetailedPeerCertificate | PeerCertificate): CertificateInfo[] {
  const chain: CertificateInfo[] = [];
  const seen = new Set<string>();
  let one: (PeerCertificate & { issuerCertificate?: PeerCertificate }) | undefined = first;
  while (one?.raw !== undefined && !seen.has(one.fingerprint256)) {
    seen.add(one.fingerprint256);
    const certificate = new X509Certificate(one.raw);
    const { subjectAltName } = certificate;
    chain.push({
      subject: oneLine(certificate.subject),
      issuer: oneLine(certificate.issuer),
      ...(subjectAltName === undefined ? {} : { subjectAltName }),
      validFrom: certificate.validFrom,
      validTo: certificate.validTo,
      serialNumber: certificate.serialNumber,
      fingerprint256: certificate.fingerprint256,
      selfSigned: certificate.subject === certificate.issuer,
    });
    one = one.issuerCertificate;
  }
  return chain;
}

function oneLine(name: string | undefined): string {
  return (name ?? '').split('\n').join(', ');
}
