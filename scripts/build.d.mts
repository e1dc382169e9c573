export function build(options?: { outdir?: string; production?: boolean }): Promise<{ file: string; bytes: number }[]>;
export function buildHostTests(): Promise<void>;
