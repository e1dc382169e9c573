/**
 * Memory that the garbage collector does not count. V8 counts ordinary buffers as memory that may be freed. With tens
 * of megabytes always in use, it collects far too often: a bulk echo spent a quarter of its time in collections. V8
 * leaves shared memory out (BackingStore::PerIsolateAccountingLength). No other thread shares it.
 */
export function unaccounted(bytes: number): SharedArrayBuffer {
  return new SharedArrayBuffer(bytes);
}
