export { maxConnectionsShown } from '../net/snapshot.ts';
