import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The pages that users read, and what of them can be pasted: files, programs, commands. */

const ROOT = join(__dirname, '../..');

export interface Fence {
  readonly language: string;
  /** File under which the page has it saved: the second word of the fence, such as `app.ts` of "```ts app.ts". */
  readonly file?: string;
  readonly code: string;
  /** Text of the page between the fence before and this one. */
  readonly before: string;
}

/** A step of a reader of the page. */
export type Step =
  | { readonly does: 'save'; readonly file: string; readonly code: string }
  | { readonly does: 'run'; readonly program: string }
  | { readonly does: 'type'; readonly command: string };

const PROGRAMS = ['js', 'ts'];

/** Paths of the pages, from the root. */
export function pages(): string[] {
  const folders = ['docs', 'examples', 'examples/import', 'examples/yaml-only'];
  const inFolders = folders.flatMap((folder) => readdirSync(join(ROOT, folder)).map((file) => `${folder}/${file}`));
  return ['README.md', ...inFolders.filter((file) => file.endsWith('.md'))];
}

export function readPage(page: string): string {
  return readFileSync(join(ROOT, page), 'utf8');
}

export function fencesOf(text: string): Fence[] {
  let end = 0;
  return [...text.matchAll(/^```(\w+)(?: (\S+))?\n([^]*?)^```$/gm)].map((match) => {
    const [whole, language, file, code] = match;
    const before = text.slice(end, match.index);
    end = match.index + whole.length;
    return { language: language!, ...(file === undefined ? {} : { file }), code: code!, before };
  });
}

export function isProgram({ language }: Fence): boolean {
  return PROGRAMS.includes(language);
}

/** Lines of a fence for a shell, without their comments. */
export function commandsOf(fence: Fence): string[] {
  const lines = fence.language === 'sh' ? fence.code.split('\n') : [];
  return lines.map((line) => line.replace(/ +# .*$/, '').trim()).filter((line) => line !== '');
}

/** The steps of a reader, from the first line of the page to its last. */
export function stepsOf(text: string): Step[] {
  return fencesOf(text).flatMap((fence): Step[] => [
    ...(isProgram(fence) ? installsOf(fence.before).map((command) => ({ does: 'type', command }) as const) : []),
    ...(fence.file === undefined ? [] : [{ does: 'save', file: fence.file, code: fence.code } as const]),
    ...(fence.file !== undefined && isProgram(fence) ? [{ does: 'run', program: fence.file } as const] : []),
    ...commandsOf(fence).map((command) => ({ does: 'type', command }) as const),
  ]);
}

/** Installations within the sentences before a program. */
function installsOf(text: string): string[] {
  return [...text.matchAll(/`(npm install [^`]+)`/g)].map(([, command]) => command!);
}

/** Commands that need more than Node and npm: a clone of this repository, an account, another tool. */
const ELSEWHERE = [/^npm ci && npm (run synth|test)$/, /^aws cloudformation deploy /, /^terraform /];

export function isElsewhere(command: string): boolean {
  return ELSEWHERE.some((pattern) => pattern.test(command));
}

/** These end with 1 when they have something to say. */
export function mayEndWith1(command: string): boolean {
  return /^npx harness-delegate-access (diff|audit) /.test(command);
}
