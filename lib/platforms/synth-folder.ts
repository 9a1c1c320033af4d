import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SynthFiles } from '../platform';

/** Reads from a temporary folder with the output of a CDK. */
export function inSynthFolder(synth: (outdir: string) => SynthFiles): SynthFiles {
  const outdir = mkdtempSync(join(tmpdir(), 'harness-delegate-access-'));
  try {
    return synth(outdir);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** The files of the one review in a folder. */
export function reviewFiles(folder: string): SynthFiles {
  const names = readdirSync(folder).filter((name) => name.includes('.review.'));
  return Object.fromEntries(
    names.map((name) => [`review${name.slice(name.lastIndexOf('.'))}`, readFileSync(join(folder, name), 'utf8')]),
  );
}
