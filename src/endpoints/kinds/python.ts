import type { Address } from '../kind.ts';

/** A Python string literal for any text. */
export const literal = (text: string): string => JSON.stringify(text);
export const pair = ({ host, port }: Address): string => `(${literal(host)}, ${port})`;
export const family = ({ host }: Address): string => (host.includes(':') ? 'socket.AF_INET6' : 'socket.AF_INET');
