/** Base of every error that Wirebench raises on purpose. */
export class WirebenchError extends Error {
  code;
  system;
  remedies;
  facts;
  constructor(data, options) {
    super(data.message, options);
    this.name = new.target.name;
    this.code = data.code;
    this.system = data.system;
    this.remedies = data.remedies ?? [];
    this.facts = data.facts ?? {};
  }
  toData() {
    return {
      code: this.code,
      message: this.message,
      ...(this.system === undefined ? {} : { system: this.system }),
      ...(this.remedies.length === 0 ? {} : { remedies: this.remedies }),
      ...(Object.keys(this.facts).length === 0 ? {} : { facts: this.facts }),
    };
  }
}
/** Any thrown value as data: ours keep their code, others become `internal` with their own message. */
export function errorData(error) {
  if (error instanceof WirebenchError) return error.toData();
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) };
}
