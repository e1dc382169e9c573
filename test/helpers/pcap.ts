/** One piece of a TCP conversation. */
export interface Segment {
  readonly fromClient: boolean;
  readonly bytes: Uint8Array;
}

/** Raw IP packets. */
const linkTypeRaw = 101;
const tcpProtocol = 6;
const synFlag = 2;
const ackFlag = 16;
/** The most bytes of a packet's payload. */
const mostBytes = 32_000;

/** A capture file in libpcap's format, with IP packets a second apart. */
export function pcapFile(packets: readonly Uint8Array[]): Buffer {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(262_144, 16);
  header.writeUInt32LE(linkTypeRaw, 20);
  const records = packets.flatMap((packet, at) => {
    const head = Buffer.alloc(16);
    head.writeUInt32LE(1_700_000_000 + at, 0);
    head.writeUInt32LE(packet.length, 8);
    head.writeUInt32LE(packet.length, 12);
    return [head, packet];
  });
  return Buffer.concat([header, ...records]);
}

/** A capture file (pcap) of one TCP connection from port 40,000 to `serverPort`, handshake and all, checksums left out. */
export function pcapOf(segments: readonly Segment[], serverPort: number): Buffer {
  const next = { client: 1000, server: 5000 };
  const packet = (fromClient: boolean, flags: number, bytes: Uint8Array): Buffer => {
    const [own, other] = fromClient ? (['client', 'server'] as const) : (['server', 'client'] as const);
    const length = 40 + bytes.length;
    const ip = Buffer.alloc(40);
    ip[0] = 0x45;
    ip.writeUInt16BE(length, 2);
    ip[8] = 64;
    ip[9] = tcpProtocol;
    const hosts = { client: 0x0a000001, server: 0x0a000002 };
    ip.writeUInt32BE(hosts[own], 12);
    ip.writeUInt32BE(hosts[other], 16);
    const ports = { client: 40_000, server: serverPort };
    ip.writeUInt16BE(ports[own], 20);
    ip.writeUInt16BE(ports[other], 22);
    ip.writeUInt32BE(next[own], 24);
    ip.writeUInt32BE((flags & ackFlag) === 0 ? 0 : next[other], 28);
    ip[32] = 0x50;
    ip[33] = flags;
    ip.writeUInt16BE(65_535, 34);
    next[own] += bytes.length + ((flags & synFlag) === 0 ? 0 : 1);
    return Buffer.concat([ip, bytes]);
  };
  const none = new Uint8Array(0);
  const packets = [
    packet(true, synFlag, none),
    packet(false, synFlag | ackFlag, none),
    packet(true, ackFlag, none),
    ...segments.flatMap(({ fromClient, bytes }) =>
      Array.from({ length: Math.ceil(bytes.length / mostBytes) }, (_, at) =>
        packet(fromClient, ackFlag, bytes.subarray(at * mostBytes, (at + 1) * mostBytes)),
      ),
    ),
  ];
  return pcapFile(packets);
}
