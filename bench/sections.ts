import { activation } from './activation.ts';
import { dnsCodec } from './dnsCodec.ts';
import { dnsLookups, dnsServers } from './dns.ts';
import { tcpEcho, udpEcho } from './echo.ts';
import { flood } from './flood.ts';
import { floodedEditor } from './floodedEditor.ts';
import { httpClient } from './http.ts';
import { httpServers } from './httpServers.ts';
import { labs } from './labs.ts';
import { memory } from './memory.ts';
import type { Section } from './report.ts';
import { programs } from './programs.ts';
import { requestFiles } from './requestFiles.ts';
import { traffic } from './traffic.ts';
import { trafficView } from './trafficView.ts';

/**
 * In the order in which they run and are reported. A new one is a file that exports a `Section`, and a line here.
 *
 * - Programs against each other (servers under one client, or clients on one server): `compare` with a table of
 *   contenders, the one to be compared with first, and a load for each table of the report. See echo.ts. What is measured must not run under tsx: `bundled`.
 * - Code in this process: `repeated`. See traffic.ts.
 * - In the editor: a section with `withHost` (host/host.ts). See activation.ts.
 *
 * Every table carries its aims, each with what holds it back where that is known; the report is made of nothing else.
 */
export const sections: readonly Section[] = [
  tcpEcho,
  udpEcho,
  flood,
  memory,
  traffic,
  httpClient,
  httpServers,
  dnsCodec,
  dnsServers,
  dnsLookups,
  requestFiles,
  programs,
  labs,
  activation,
  floodedEditor,
  trafficView,
];
