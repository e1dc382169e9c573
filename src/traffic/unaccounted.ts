/**
 * Memory that the garbage collector does not count. V8 adds ordinary buffers to what it thinks may be freed, and with tens
 * of megabytes always in use it collects far too often: a bulk echo spent a quarter of its time in it. Shared memory is
 * left out of that sum (BackingStore::PerIsolateAccountingLength); nothing here is really shared.
 */
export function unaccounted(bytes: number): SharedArrayBuffer {
  return new SharedArrayBuffer(bytes);
}
