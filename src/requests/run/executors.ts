import type { Item } from '../model.ts';
import { runDns } from './dns.ts';
import { runHttp } from './http.ts';
import { runLookup } from './lookup.ts';
import { runNotYet } from './notYet.ts';
import type { ItemResult } from './outcome.ts';
import { runProgram } from './runProgram.ts';
import { runServe } from './serve.ts';
import { runSession } from './session.ts';
import type { Executor, Turn } from './turn.ts';

type ItemOf<K extends Item['kind'], I extends Item = Item> = I extends Item ? (K extends I['kind'] ? I : never) : never;

/** Who does what a request line says. */
const executors: { readonly [K in Item['kind']]: Executor<ItemOf<K>> } = {
  http: runHttp,
  tcp: runSession,
  udp: runSession,
  tls: runSession,
  serve: runServe,
  run: runProgram,
  lookup: runLookup,
  dns: runDns,
  relay: runNotYet,
};

export function execute(item: Item, turn: Turn): Promise<ItemResult> {
  return (executors[item.kind] as Executor<Item>)(item, turn);
}
