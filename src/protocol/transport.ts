/** What carries bytes: a stream, a stream that is encrypted, or datagrams. */
export type Transport = 'tcp' | 'tls' | 'udp';
