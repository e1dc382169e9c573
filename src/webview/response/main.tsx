import { startPage } from '../common/startPage.tsx';
import { App } from './app.tsx';
import { readState, ResponsePage } from './page.ts';
import { responseProtocol } from './protocol.ts';
import '../common/base.css';
import '../common/bytes.css';
import '../common/checks.css';
import './response.css';

startPage({
  protocol: responseProtocol,
  make: ({ host, stored, store, draw }) => new ResponsePage(host, readState(stored), store, draw),
  app: (page) => <App page={page} />,
  said: (page, said) => (said.kind === 'snapshot' ? page.take(said.snapshot) : page.focus()),
  start: (page) => page.start(),
});
