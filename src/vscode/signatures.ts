import type { BehaviourSpec } from '../endpoints/behaviour.ts';
import type { ClientSpec, ServerSpec } from '../endpoints/spec.ts';
import type { ClientCommand, StartCommand } from '../endpoints/table.ts';
import type { EndpointSnapshot, SendResult } from '../engine/messages.ts';
import type { DnsExchange, DnsQuerySpec } from '../net/dns/exchange.ts';
import type { LookupAnswer, LookupSpec } from '../net/dns/requests.ts';
import type { Trace, TraceSpec } from '../net/dns/trace.ts';
import type { HttpExchange, HttpRequestSpec } from '../net/http/exchange.ts';
import type { RunSummary } from '../requests/run/outcome.ts';
import type { CopiedCourse, CourseCopy, NewLab } from './actions/courses.ts';
import type { EndpointReference, Endpoints } from './actions/endpoints.ts';
import type { Reverse } from './actions/names.ts';
import type { Message, Sending } from './actions/send.ts';
import type { TrafficFile, TrafficWanted } from './actions/traffic.ts';
import type { Node } from './endpoints/node.ts';
import type { LabReport } from '../labs/grade.ts';
import type { Row } from './labs/viewRows.ts';
import type { CommandId } from './manifest/commands.ts';
import type { SavedServer } from './settings.ts';
import type * as vscode from 'vscode';

/** The subject of a command: a row of the tree, an id or a name. Without one, the user is asked. */
type About = Node | EndpointReference | { readonly endpoint: EndpointReference };
type Rows = readonly Node[];
type Connection = Node | { readonly connection: number };
type Send = (about?: About | Sending | Message, message?: Message) => SendResult;
/** A row of the Labs view, or the file of a lab. */
type Lab = Row | vscode.Uri;
type Without<T, K extends string> = T extends unknown ? Omit<T, K> : never;
type GivenServer = Partial<ServerSpec> & Pick<ServerSpec, 'port'>;
type SendHttp = (request?: Partial<HttpRequestSpec> & Pick<HttpRequestSpec, 'url'>) => HttpExchange;

/**
 * The arguments of commands, and their results unless the user leaves. Commands that are missing here take no arguments
 * and return nothing.
 */
interface Signatures
  extends
    Record<StartCommand, (spec?: GivenServer) => EndpointSnapshot>,
    Record<ClientCommand, (spec?: Without<ClientSpec, 'role' | 'transport'>) => EndpointSnapshot> {
  'wirebench.startServer': (spec?: GivenServer) => EndpointSnapshot;
  'wirebench.startSavedServer': (server?: Node | string | { readonly name: string }) => EndpointSnapshot;
  'wirebench.saveServer': (about?: About) => SavedServer;
  'wirebench.forgetSavedServer': (server?: Node | string) => void;
  'wirebench.stop': (about?: About | Endpoints, others?: Rows) => void;
  'wirebench.restart': (about?: About | Endpoints, others?: Rows) => readonly EndpointSnapshot[];
  'wirebench.remove': (about?: About | Endpoints, others?: Rows) => void;
  'wirebench.changeBehaviour': (about?: About, behaviour?: BehaviourSpec) => EndpointSnapshot;
  'wirebench.send': Send;
  'wirebench.sendToAll': Send;
  'wirebench.sendToAddress': Send;
  'wirebench.sendAgain': () => SendResult;
  'wirebench.composeInEditor': (about?: About) => void;
  'wirebench.sendEditor': (document?: vscode.Uri) => void;
  'wirebench.closeConnection': (connection?: Connection, others?: Rows) => void;
  'wirebench.resetConnection': (connection?: Connection, others?: Rows) => void;
  'wirebench.endConnection': (connection?: Connection, others?: Rows) => void;
  'wirebench.copyAddress': (about?: About) => string;
  'wirebench.openInBrowser': (about?: About) => boolean;
  'wirebench.copyPython': (about?: About) => string;
  'wirebench.copyDig': (about?: About) => string;
  'wirebench.connectTerminal': (about?: Node | Without<ClientSpec, 'role'>) => vscode.Terminal;
  'wirebench.showTraffic': (about?: About | TrafficWanted) => void;
  'wirebench.saveTraffic': (to?: vscode.Uri | string | TrafficFile) => string;
  'wirebench.showEndpoint': (about?: About) => void;
  'wirebench.showMore': (row?: Node) => void;
  'wirebench.connectToServer': (about?: About) => EndpointSnapshot;
  'wirebench.sendGetTo': (about?: About) => HttpExchange;
  'wirebench.sendRequest': (document?: vscode.Uri, offset?: number) => RunSummary;
  'wirebench.runAllRequests': (document?: vscode.Uri) => RunSummary;
  'wirebench.endRequestSession': (document?: vscode.Uri) => void;
  'wirebench.sendHttpGet': SendHttp;
  'wirebench.sendHttpPost': SendHttp;
  'wirebench.saveResponseBody': (to?: vscode.Uri) => string;
  'wirebench.copyRequestAs': (format?: string) => void;
  'wirebench.selectEnvironment': (name?: string) => void;
  'wirebench.resolveDns': (question?: Node | DnsQuerySpec) => readonly DnsExchange[];
  'wirebench.reverseLookUp': (question?: Node | Reverse) => readonly DnsExchange[];
  'wirebench.lookUpName': (subject?: LookupSpec) => LookupAnswer;
  'wirebench.newCourse': (copy?: CourseCopy) => CopiedCourse;
  'wirebench.newLab': (lab?: NewLab) => string;
  'wirebench.openLab': (lab?: Lab) => void;
  'wirebench.openLabAsText': (lab?: Lab) => void;
  'wirebench.checkLab': (lab?: Lab) => LabReport;
  'wirebench.stopLabCheck': (lab?: Lab) => void;
  'wirebench.showLabHint': (lab?: Lab) => void;
  'wirebench.showLabSolution': (lab?: Lab) => void;
  'wirebench.resetLab': (lab?: Lab) => void;
  'wirebench.forgetLabProgress': (lab?: Row) => void;
  'wirebench.traceDns': (question?: TraceSpec) => Trace;
}

type Signature<C extends CommandId> = C extends keyof Signatures ? Signatures[C] : () => void;
export type Arguments<C extends CommandId> = Parameters<Signature<C>>;
/** Undefined if the user left, or saw an error. */
export type Result<C extends CommandId> = ReturnType<Signature<C>> | undefined;
