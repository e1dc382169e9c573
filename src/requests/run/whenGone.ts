import { DisposableStore, type Disposable } from '../../base/disposable.ts';
import { isLoopback } from '../../endpoints/address.ts';
import { listSockets } from '../../net/sockets/list.ts';
import { hasAddress, plainAddress } from '../../net/sockets/row.ts';
import type { SocketAddress } from '../../traffic/event.ts';
import type { Program } from './program.ts';

/**
 * Calls back once one of the programs has ended and nobody on this machine has the UDP port any more: no answer can come. UDP itself
 * tells that only to who sends again. Never for an address of another machine, nor where the system does not tell.
 */
export function whenGone(programs: readonly Program[], peer: SocketAddress, gone: () => void): Disposable {
  const listening = new DisposableStore();
  if (!isLoopback(peer.host)) return listening;
  const look = async (): Promise<void> => {
    const rows = await listSockets({ transport: 'udp', port: peer.port }).catch(() => undefined);
    if (rows === undefined || listening.isDisposed) return;
    if (!rows.some(({ local }) => hasAddress(local.host, plainAddress(peer.host)))) gone();
  };
  for (const program of programs.filter(({ over }) => !over)) {
    const one = listening.add(
      program.onChange(() => {
        if (!program.over) return;
        one.dispose();
        void look();
      }),
    );
  }
  return listening;
}
