/** As much of npm's dns-packet as the tests and the benchmark use; it brings no types of its own. */
declare module 'dns-packet' {
  interface Packet {
    readonly [name: string]: unknown;
  }
  export function decode(bytes: Uint8Array, offset?: number): Packet;
  export function encode(packet: Packet): Uint8Array;
}
