import assert from 'node:assert/strict';
import { directions, eventKinds } from '../../../src/traffic/event.ts';
import { Journal } from '../../../src/traffic/journal.ts';
import { Statistics } from '../../../src/traffic/statistics.ts';

describe('statistics', () => {
  it('are rates over the last second', () => {
    let now = 0;
    const counters = { dataBytes: 0, next: 0 };
    const statistics = new Statistics(counters, () => now);
    for (let i = 0; i < 30; i++) {
      now += 100;
      counters.dataBytes += 1000;
      counters.next += 2;
      const rates = statistics.sample();
      if (i >= 10) assert.deepEqual(rates, { bytesPerSecond: 10_000, eventsPerSecond: 20 });
    }
    for (let i = 0; i < 11; i++) {
      now += 100;
      statistics.sample();
    }
    assert.deepEqual(statistics.sample(), { bytesPerSecond: 0, eventsPerSecond: 0 });
  });

  it('count what crossed the wire, once: no frames, errors or notes', () => {
    let now = 0;
    const journal = new Journal();
    const statistics = new Statistics(journal, () => now);
    for (const name of ['first', 'second']) {
      const endpoint = journal.addEndpoint(name);
      for (const kind of eventKinds)
        for (const direction of directions) journal.append(kind, direction, { endpoint, id: 0 }, Buffer.alloc(50));
    }
    now += 1000;
    const { bytesPerSecond, eventsPerSecond } = statistics.sample();
    assert.equal(bytesPerSecond, 2 * 2 * 50);
    assert.equal(eventsPerSecond, 2 * eventKinds.length * directions.length);
    // The counters outlive what is cleared.
    journal.clear();
    assert.equal(statistics.sample().bytesPerSecond, 2 * 2 * 50);
  });

  it('are measured from the end of a silence in which nobody looked', () => {
    let now = 0;
    const journal = { dataBytes: 0, next: 0 };
    const rates = new Statistics(journal, () => now);
    now = 60_000;
    rates.resume();
    journal.dataBytes = 500;
    journal.next = 5;
    for (; now < 60_800; now += 100) rates.sample();
    assert.deepEqual(rates.sample(), { bytesPerSecond: 500, eventsPerSecond: 5 });
    now = 61_900;
    assert.deepEqual(rates.sample(), { bytesPerSecond: 0, eventsPerSecond: 0 });
  });
});
