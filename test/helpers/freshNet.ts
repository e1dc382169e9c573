import { assertNoneLeft, createNet, handles, settled, type Net } from './nets.ts';

/**
 * For a `describe`: a net of its own for each test, whose endpoints are stopped after it; then `close` is called for what the
 * tests have beside it, and a test that leaves a socket, a timer or a look-up behind fails.
 */
export function freshNet(close: () => unknown = () => undefined): Net {
  let before: ReturnType<typeof handles>;
  let net: Net;

  beforeEach(async () => {
    await settled();
    before = handles();
    net = createNet();
  });

  afterEach(async () => {
    await net.registry.stopAll();
    await close();
    await assertNoneLeft(before);
  });

  return {
    get recorder() {
      return net.recorder;
    },
    get registry() {
      return net.registry;
    },
  };
}
