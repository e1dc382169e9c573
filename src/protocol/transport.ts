/** The carrier of bytes: a stream, an encrypted stream, or datagrams. */
export type Transport = 'tcp' | 'tls' | 'udp';
