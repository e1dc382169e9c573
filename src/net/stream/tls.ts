import { readFile } from 'node:fs/promises';
import type { Server, TLSSocket } from 'node:tls';
import type { ErrorCode } from '../../base/codes.ts';
import { WirebenchError, type Remedy } from '../../base/errors.ts';
import { formatAddress, type SocketAddress } from '../../traffic/event.ts';
import type { TlsClientSpec, TlsServerSpec } from '../../endpoints/spec.ts';
import { systemCode, systemError } from '../systemErrors.ts';
import { ownCertificate } from './ownCertificate.ts';

/** Milliseconds a TLS handshake may take. */
const handshakeTimeout = 10_000;

async function pemOf(text: string | undefined, path: string | undefined, field: string): Promise<string | undefined> {
  if (text !== undefined || path === undefined) return text;
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new WirebenchError(
      {
        code: 'file-unreadable',
        message: `The file ${path} (tls.${field}) could not be read: ${systemCode(error) ?? 'unknown error'}.`,
        ...(systemCode(error) === undefined ? {} : { system: systemCode(error)! }),
        remedies: ['openSettings'],
        facts: { field: `tls.${field}`, path },
      },
      { cause: error },
    );
  }
}

function badCertificate(error: unknown): WirebenchError {
  return new WirebenchError(
    {
      code: 'bad-certificate',
      message: `The certificate or its key cannot be used: ${error instanceof Error ? error.message : String(error)}. Give both in PEM form, and the passphrase if the key has one.`,
      system: systemCode(error) ?? 'OpenSSL',
      remedies: ['openSettings'],
    },
    { cause: error },
  );
}

/** Creates TLS streams for the sockets passed by `emit('connection', socket)`; it never listens itself. */
export async function createTlsAcceptor(spec: TlsServerSpec): Promise<Server> {
  const { createServer } = await import('node:tls');
  const given = spec.cert !== undefined || spec.certFile !== undefined;
  const pair = given
    ? { cert: await pemOf(spec.cert, spec.certFile, 'certFile'), key: await pemOf(spec.key, spec.keyFile, 'keyFile') }
    : await ownCertificate(spec.names);
  try {
    return createServer({
      ...(pair.cert === undefined ? {} : { cert: pair.cert }),
      ...(pair.key === undefined ? {} : { key: pair.key }),
      ...(spec.passphrase === undefined ? {} : { passphrase: spec.passphrase }),
      ...(spec.alpn === undefined ? {} : { ALPNProtocols: [...spec.alpn] }),
      // The client's certificate is requested for display, not for access control.
      requestCert: spec.requestClientCert === true,
      rejectUnauthorized: false,
      handshakeTimeout,
      allowHalfOpen: true,
    });
  } catch (error) {
    throw badCertificate(error);
  }
}

/** Options of `tls.connect` for a client, with the files read. */
export async function tlsClientOptions(spec: TlsClientSpec): Promise<Record<string, unknown>> {
  const ca = await pemOf(spec.ca, spec.caFile, 'caFile');
  const cert = await pemOf(undefined, spec.certFile, 'certFile');
  const key = await pemOf(undefined, spec.keyFile, 'keyFile');
  return {
    rejectUnauthorized: spec.verify !== false,
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(spec.alpn === undefined ? {} : { ALPNProtocols: [...spec.alpn] }),
  };
}

/** `TLSv1.3 TLS_AES_256_GCM_SHA384`, and the protocol that ALPN chose, if any. */
export function securityOf(stream: TLSSocket): string {
  const alpn = typeof stream.alpnProtocol === 'string' ? ` ${stream.alpnProtocol}` : '';
  return `${stream.getProtocol() ?? 'TLS'} ${stream.getCipher().name}${alpn}`;
}

interface TlsRow {
  readonly code: ErrorCode;
  readonly sentence: (peer: string) => string;
  readonly remedies?: readonly Remedy[];
}

const notTls: Readonly<Record<'server' | 'client', TlsRow>> = {
  server: {
    code: 'tls-plain-text',
    sentence: (peer) =>
      `${peer} sent plain text where TLS was expected. Connect with TLS, or start a server without TLS.`,
  },
  client: {
    code: 'tls-plain-text',
    sentence: (peer) => `${peer} did not answer in TLS. Use a TCP client if that server speaks plain text.`,
  },
};

const untrusted: TlsRow = {
  code: 'tls-untrusted',
  sentence: (peer) =>
    `The certificate of ${peer} is not signed by an authority this machine trusts. Give its authority's certificate (tls.ca), or turn verification off (tls.verify) if you know that server.`,
  remedies: ['openSettings'],
};

const peerRefused: Readonly<Record<'server' | 'client', TlsRow>> = {
  server: {
    code: 'tls-refused',
    sentence: (peer) =>
      `${peer} refused this server's certificate. Let that client trust it, or start the server with a certificate it trusts.`,
    remedies: ['openSettings'],
  },
  client: {
    code: 'tls-refused',
    sentence: (peer) =>
      `${peer} refused this client's certificate. Give a certificate that the server trusts (tls.certFile).`,
    remedies: ['openSettings'],
  },
};

const noCommonVersion: TlsRow = {
  code: 'tls-version',
  sentence: (peer) => `${peer} and Wirebench have no version of TLS in common; Wirebench supports TLS 1.2 and 1.3.`,
};

const noCommonCipher: TlsRow = {
  code: 'tls-cipher',
  sentence: (peer) => `${peer} and Wirebench have no cipher in common.`,
};

/** Sentences for OpenSSL's and Node's codes: one for both sides, or one for each side that we can be. */
const tlsRows: Readonly<Record<string, TlsRow | Readonly<Record<'server' | 'client', TlsRow>>>> = {
  ERR_SSL_WRONG_VERSION_NUMBER: notTls,
  ERR_SSL_HTTP_REQUEST: notTls,
  ERR_SSL_HTTPS_PROXY_REQUEST: notTls,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: notTls,
  ERR_SSL_UNEXPECTED_MESSAGE: notTls,
  ERR_SSL_BAD_RECORD_TYPE: notTls,
  ERR_SSL_RECORD_LAYER_FAILURE: notTls,
  ERR_SSL_UNSUPPORTED_PROTOCOL: noCommonVersion,
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: noCommonVersion,
  ERR_SSL_NO_SHARED_CIPHER: noCommonCipher,
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: {
    code: 'tls-handshake-failed',
    sentence: (peer) => `${peer} ended the TLS handshake. It may require a client certificate or another cipher.`,
  },
  ERR_SSL_NO_APPLICATION_PROTOCOL: {
    code: 'tls-alpn',
    sentence: (peer) => `${peer} and Wirebench have no application protocol (ALPN) in common.`,
  },
  ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL: {
    code: 'tls-alpn',
    sentence: (peer) => `${peer} and Wirebench have no application protocol (ALPN) in common.`,
  },
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: peerRefused,
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: peerRefused,
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN: peerRefused,
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: peerRefused,
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: {
    code: 'tls-refused',
    sentence: (peer) =>
      `${peer} requires a certificate of the client, and none was given. Give a certificate that the server trusts, and its key.`,
    remedies: ['openSettings'],
  },
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  CERT_HAS_EXPIRED: {
    code: 'tls-expired',
    sentence: (peer) => `The certificate of ${peer} has expired. Renew it, or turn verification off (tls.verify).`,
    remedies: ['openSettings'],
  },
  CERT_NOT_YET_VALID: {
    code: 'tls-not-yet-valid',
    sentence: (peer) => `The certificate of ${peer} is not valid yet. Check the clocks of both machines.`,
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    code: 'tls-wrong-name',
    sentence: (peer) =>
      `The certificate of ${peer} is for another name. Connect by the name it was made for, or set tls.servername.`,
    remedies: ['openSettings'],
  },
  ERR_TLS_HANDSHAKE_TIMEOUT: {
    code: 'timeout',
    sentence: (peer) => `${peer} did not finish the TLS handshake within ${handshakeTimeout / 1000} s.`,
    remedies: ['retry'],
  },
  ECONNRESET: {
    code: 'tls-handshake-failed',
    sentence: (peer) => `${peer} closed the connection during the TLS handshake.`,
    remedies: ['retry'],
  },
};

/** The bytes of the head of a TLS record (RFC 8446, section 5.1). A TLS client sends whole records. */
export const recordHead = 5;

/** The error for a client that sends less than the head of a record: OpenSSL would wait for the rest. */
export function plainText(peer: SocketAddress): WirebenchError {
  return tlsError({ code: 'ERR_SSL_WRONG_VERSION_NUMBER' }, 'server', peer);
}

/** The error for a failed handshake. `side` is ours. */
export function tlsError(error: unknown, side: 'server' | 'client', peer: SocketAddress): WirebenchError {
  if (error instanceof WirebenchError) return error;
  const system = systemCode(error);
  const entry = system === undefined ? undefined : tlsRows[system];
  if (entry === undefined) {
    if (system === undefined || !system.startsWith('ERR_SSL_')) {
      return systemError(error, { action: 'connect', transport: 'tls', host: peer.host, port: peer.port });
    }
    const said = system.slice('ERR_SSL_'.length).toLowerCase().replaceAll('_', ' ');
    return new WirebenchError(
      {
        code: 'tls-handshake-failed',
        message: `The TLS handshake with ${formatAddress(peer)} failed: ${said}.`,
        system,
        facts: { host: peer.host, port: peer.port },
      },
      { cause: error },
    );
  }
  const row = 'code' in entry ? entry : entry[side];
  return new WirebenchError(
    {
      code: row.code,
      message: row.sentence(formatAddress(peer)),
      system: system!,
      remedies: row.remedies ?? [],
      facts: { host: peer.host, port: peer.port },
    },
    { cause: error },
  );
}
