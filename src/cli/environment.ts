import type { Variables } from '../requests/run/requests.ts';
export function environmentFor(_folder: string, _name: string | undefined): Promise<Variables> {
  return Promise.resolve({});
}
