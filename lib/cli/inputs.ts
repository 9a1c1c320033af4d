import { existsSync, statSync } from 'node:fs';
import { AccessError, collect, readText, show, STANDARD_INPUT, throwIfAny, type Problem } from '../base';
import { Plan, Profile, type PlanOptions } from '../plan';
import { PLATFORMS } from '../platforms';
import { Target } from '../platforms/target';
import { parseReview, REVIEW_FORMAT, reviewOf, type ReviewDocument } from '../review';
import type { Io } from './io';

/** Options that every command with a list has. */
export interface PlanFlags {
  readonly profile?: string;
  readonly target?: string;
  readonly asOf?: string;
}

/** Most bytes of a kept review, or of a template. */
export const MAX_INPUT = 64 * 1024 * 1024;

/** Bytes that take a second to read and decide. */
const LONG = 200 * 1024;

/** The first of the first platform. */
export const DEFAULT_TARGET = PLATFORMS[0]!.targets[0]!.name;

/** True for a file that takes a second to read; progress is shown before. */
export function isLarge(path: string): boolean {
  // A path that no file can have, such as one with a zero byte, is refused by whoever reads it.
  return existsSync(path) && statSync(path).size > LONG;
}

/** A review, and the list behind it on other targets. */
export interface ReviewSource {
  readonly review: ReviewDocument;
  /** Absent for a kept review, which has one target. */
  on?(target: Target): ReviewDocument;
}

/** A kept review, or the review of a list. @throws AccessError `KeptReview` and those of reading */
export function reviewFrom(path: string, flags: PlanFlags, io: Io): ReviewDocument {
  return sourceFrom(path, flags, io).review;
}

/** The same, with the list on other targets. @throws AccessError `KeptReview` and those of reading */
export function sourceFrom(path: string, flags: PlanFlags, io: Io): ReviewSource {
  const kept = keptReview(path);
  if (kept !== undefined) {
    checkKept(path, kept, flags);
    return { review: kept };
  }
  const [target, ...behind] = layersOf(flags.target ?? DEFAULT_TARGET);
  io.progress(`reading ${path}`, isLarge(path));
  const plan = Plan.fromFile(path, optionsOf(flags));
  io.progress(`applying ${plan.flows.length} flows to ${target.facts.title}`);
  const [next, ...more] = behind;
  const review = reviewOf(next === undefined ? plan.on(target) : plan.on(target, next, ...more));
  return { review, on: (other) => reviewOf(plan.on(other)) };
}

/** Targets of a flag: one, or several layers with commas between them. @throws AccessError `UnknownTarget` with every wrong name */
export function layersOf(value: string): readonly [Target, ...Target[]] {
  const problems: Problem[] = [];
  const all = value.split(',').map((name) => collect(problems, '', () => Target.of(name.trim())));
  throwIfAny(problems);
  return all as [Target, ...Target[]];
}

/** Layers of a review, as a flag names them. */
export function layerNames({ target, behind = [] }: ReviewDocument): string {
  return [target, ...behind.map((layer) => layer.target)].map(({ name }) => name).join(',');
}

/** Refuses flags that a kept review has already decided. */
function checkKept(path: string, kept: ReviewDocument, { profile, target, asOf }: PlanFlags): void {
  const given = [
    ['--profile', profile, kept.profile],
    ['--target', target, layerNames(kept)],
    ['--as-of', asOf, kept.asOf],
  ] as const;
  const wrong = given.filter(([, value, own]) => value !== undefined && value !== own);
  throwIfAny(
    wrong.map(([flag, value, own]) => ({
      code: 'KeptReview',
      message: `${show(path)} is a kept review, for ${show(own)}; \`${flag} ${value}\` cannot change it: use the list`,
    })),
  );
}

/** The review in a file, or `undefined` when the file is something else. @throws AccessError `InvalidReview` and those of reading */
export function keptReview(path: string): ReviewDocument | undefined {
  // Standard input can be read once, and is a list.
  if (path === STANDARD_INPUT) {
    return undefined;
  }
  const text = readText(path, MAX_INPUT);
  return /^\s*\{/.test(text) && text.includes(`"${REVIEW_FORMAT}"`) ? parseReview(text) : undefined;
}

/** Options of the flags, which override the file. */
export function optionsOf({ profile, asOf }: PlanFlags): PlanOptions {
  return {
    ...(profile === undefined ? {} : { profile: Profile.of(profile) }),
    ...(asOf === undefined ? {} : { asOf }),
  };
}

/** One of several words. @throws AccessError `InvalidChoice` */
export function choice<T extends string>(flag: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((word) => word === value);
  if (found === undefined) {
    throw AccessError.of(
      'InvalidChoice',
      `\`${flag}\` must be ${allowed.map((word) => `\`${word}\``).join(', ')}, got ${show(value)}`,
    );
  }
  return found;
}
