import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

/**
 * `demo`: the payments of `make demo`. `troubles`: incidents, operators, payments that were cancelled. `by-hand`: what operators
 * had credited too early, or have settled by hand.
 */
type Recording = 'demo' | 'troubles' | 'by-hand';

const fileOf = (name: Recording) =>
  join(__dirname, '../../fixtures/engine-records', `${name}.ndjson.gz`);

export function writeRecording(name: Recording, documents: readonly string[]): void {
  writeFileSync(fileOf(name), gzipSync(documents.join('\n'), { level: 9 }));
}

/** Records of one engine, each as the broker's exporter wrote it, in its order. */
export function readRecording(name: Recording): readonly string[] {
  return gunzipSync(readFileSync(fileOf(name)))
    .toString()
    .split('\n');
}
