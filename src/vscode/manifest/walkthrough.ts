import { steps, type Step } from '../firstSteps.ts';

interface StepRow {
  readonly title: string;
  /** Lines of Markdown, with the commands of the step. A line that is nothing but a link is a button. */
  readonly description: readonly string[];
  /** A sentence about the picture, which is `media/walkthrough/STEP.svg`. */
  readonly picture: string;
}

/** The steps of the walkthrough. Their order is that of `firstSteps.ts`. */
const rows: Readonly<Record<Step, StepRow>> = {
  course: {
    title: 'Get the course',
    description: [
      'Fifteen labs on network programming. Each one explains, shows an example that runs, and checks the program that you write. You need no internet, and no account.',
      '[Get the Course](command:wirebench.newCourse)',
      'The course is copied into a folder of yours, so that you can write in it.',
    ],
    picture: 'The list of labs, one of them with its steps',
  },
  lab: {
    title: 'Pass your first check',
    description: [
      'Read the first lab and run its examples with the arrows beside them. Then check it: a green row is a step that is done, and a red one says why it is not.',
      '[Check the Lab](command:wirebench.checkLab)',
      'Stuck? A red row has a light bulb with a [hint](command:wirebench.showLabHint).',
    ],
    picture: 'A step that failed, and the reason below it',
  },
  start: {
    title: 'Start a server',
    description: [
      'Choose an address, then a behaviour: 127.0.0.1:9000 and **echo** are a good first choice.',
      '[Start TCP Server](command:wirebench.startTcpServer)',
      'Or a [UDP](command:wirebench.startUdpServer) or [TLS](command:wirebench.startTlsServer) server.',
    ],
    picture: 'A list of servers, one of them running at port 9000',
  },
  talk: {
    title: 'Talk to it',
    description: [
      'Send it something from a terminal, from your own program or from the message box.',
      '[Connect a Terminal](command:wirebench.connectTerminal)',
      'Or [copy a Python client](command:wirebench.copyPython), or [send a message](command:wirebench.send).',
    ],
    picture: 'A program and a server that send text to each other',
  },
  watch: {
    title: 'Watch every byte',
    description: [
      'Each chunk and each datagram is a row. Select a row to see its bytes as hex and as text. One send is not always one receive.',
      '[Show Traffic](command:wirebench.showTraffic)',
    ],
    picture: 'Rows of traffic, and the bytes of the selected one',
  },
  file: {
    title: 'Write requests in a file',
    description: [
      'A .http file holds requests and checks. The example starts the server that it needs: click **Run All** above its first request.',
      '[New Request File](command:wirebench.newRequestFile)',
    ],
    picture: 'A request file with a check that holds',
  },
  http: {
    title: 'Send an HTTP request',
    description: [
      'You need no internet: Wirebench has a server that answers as httpbin does.',
      '[Send HTTP GET](command:wirebench.sendHttpGet)',
      'Or [start an HTTP server](command:wirebench.startHttpServer) first.',
    ],
    picture: 'An HTTP request, its answer and its timing',
  },
  dns: {
    title: 'Resolve a name',
    description: [
      'See the records of a name with the bytes of each field, from a name server or from a zone file of your own.',
      '[Resolve DNS Record](command:wirebench.resolveDns)',
      'Or [start a DNS server](command:wirebench.startDnsServer) first.',
    ],
    picture: 'A question about a name, and the records that answer it',
  },
  keep: {
    title: 'Keep the server',
    description: [
      'A saved server is one click away for everyone who opens this folder.',
      '[Save Server](command:wirebench.saveServer)',
    ],
    picture: 'A server in the settings of the folder',
  },
};

/** The walkthrough as package.json has it. */
export function walkthrough() {
  return {
    id: 'wirebench.walkthrough',
    title: 'Get Started with Wirebench',
    description: 'From the first check that passes to every byte of your own programs.',
    icon: 'media/icon.png',
    steps: steps.map((id) => {
      const { title, description, picture } = rows[id];
      return {
        id,
        title,
        description: description.join('\n'),
        media: { svg: `media/walkthrough/${id}.svg`, altText: picture },
        completionEvents: [`onContext:wirebench.did.${id}`],
      };
    }),
  };
}
