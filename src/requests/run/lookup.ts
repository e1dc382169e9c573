import { lookUpAddress, lookUpHost, lookUpPort, lookUpService } from '../../net/systemNames.ts';
import type { LookupItem } from '../model.ts';
import { FileError } from './requestError.ts';
import type { Executor } from './turn.ts';

/** What can be asked of the operating system, by the word after LOOKUP. */
const lookups: Readonly<Record<string, (subject: string) => Promise<object>>> = {
  host: (name) => lookUpHost(name, undefined),
  address: lookUpAddress,
  service: lookUpService,
  port: lookUpPort,
};

export const runLookup: Executor<LookupItem> = async (item, turn) => {
  const ask = lookups[item.what.value.toLowerCase()];
  if (ask === undefined) {
    const message = `LOOKUP cannot ask for "${item.what.value}"; it can for ${Object.keys(lookups).join(', ')}.`;
    throw new FileError({ code: 'bad-value', message }, item.what);
  }
  return { kind: 'lookup', data: await ask((await turn.fill(item.subject)).trim()) };
};
