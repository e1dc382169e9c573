import type { RelayItem } from '../model.ts';
import { FileError } from './requestError.ts';
import type { Executor } from './turn.ts';

/** Words that are read already and cannot be run in this version. */
export const runNotYet: Executor<RelayItem> = (item) => {
  const message = `${item.word.value} is not there yet: this version of Wirebench reads it and cannot run it.`;
  return Promise.reject(new FileError({ code: 'not-supported', message }, item.word));
};
