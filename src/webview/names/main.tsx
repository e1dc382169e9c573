import { startPage } from '../common/startPage.tsx';
import { App } from './app.tsx';
import { NamesPage } from './page.ts';
import { namesProtocol } from './protocol.ts';
import { readState } from './savedState.ts';
import '../common/base.css';
import '../common/bytes.css';
import '../common/checks.css';
import '../common/fields.css';
import '../common/sash.css';
import './names.css';

const started = startPage({
  protocol: namesProtocol,
  make: ({ host, stored, store, draw }) => new NamesPage(host, readState(stored), store, draw),
  app: (page) => <App page={page} />,
  said: (page, said) => (said.kind === 'snapshot' ? page.take(said.snapshot) : page.focus()),
  start: (page) => page.start(),
});
window.addEventListener('focus', () => started.gotFocus());
