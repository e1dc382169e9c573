import assert from 'node:assert/strict';
import { otherSystems, testsAs } from '../helpers/otherSystem/tests.ts';

/**
 * The exercises of courses in which the system makes a difference: programs that are started and found by their ports, that are typed
 * at, that are put on a stage, that crash; sockets and sources.
 */
const folders = [
  ...['01-hello-server', '02-hello-client', '03-story-server', '05-https-get', '11-prompting-client', '12-echo'],
  ...['16-two-programs', '17-netstat', '42-tcp-time-server'],
  ...['20-two-greetings', '25-telnet', '33-udp-hello-server', '36-udp-chat-server', '37-udp-chat-client'],
  ...['40-calculator-server', '41-calculator-client', '44-word-server', '45-word-clients', '46-dns-address'],
];

/** Linux alone tells which sockets of a program are not bound, or do not listen, and that a reset came after an end. */
const ofLinux = [
  ...['17-netstat: broken-no-listen', '33-udp-hello-server: broken-not-bound'],
  ...['12-echo: broken-echo4-one-recv', '42-tcp-time-server: broken-time4-does-not-read'],
];

for (const platform of otherSystems) {
  it(`exercises of courses have the same outcome as if on ${platform}`, async () => {
    const only = `exercises of courses (?!${ofLinux.join('|')})(?:${folders.join('|')})`;
    const { passed, failed } = await testsAs(platform, ['test/peers/courses.test.ts'], only);
    assert.deepEqual(failed, []);
    assert.ok(passed > 3 * folders.length, `${passed} tests passed`);
  }).timeout(400_000);
}
