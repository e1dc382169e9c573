import { startPage } from '../common/startPage.tsx';
import { App } from './app.tsx';
import { isResult, isToPage } from './checkMessage.ts';
import { readState, ResponsePage } from './page.ts';
import type { ResponseRequests, Said } from './protocol.ts';
import '../common/base.css';
import '../common/bytes.css';
import '../common/checks.css';
import './response.css';

startPage<ResponseRequests, Said, ResponsePage>({
  checks: { isMessage: isToPage, isResult },
  make: ({ host, stored, store, draw }) => new ResponsePage(host, readState(stored), store, draw),
  app: (page) => <App page={page} />,
  said: (page, said) => (said.kind === 'snapshot' ? page.take(said.snapshot) : page.focus()),
  start: (page) => page.start(),
});
