import type { PlanReport } from './report';
import { Destination, subtract, type Traffic } from '../../lib/network';

/** Which step of the version a difference of the plans asks for: README, "Good to know". */

export type Step = 'major' | 'minor' | 'none';

export interface StepNeeded {
  readonly step: Step;
  /** Why, one line each. */
  readonly because: readonly string[];
}

/** Opening, closing or granting more for an unchanged list is major; rows, texts and findings are minor. */
export function stepNeeded(before: PlanReport, after: PlanReport): StepNeeded {
  const major = [...before].flatMap(([name, lines]) => {
    const now = after.get(name);
    return now === undefined ? [`${name}: gone`] : changes(name, lines, now);
  });
  if (major.length > 0) {
    return { step: 'major', because: major };
  }
  const minor = [...after].flatMap(([name, lines]) => {
    const old = before.get(name);
    return old === undefined ? [`${name}: new`] : old.join('\n') === lines.join('\n') ? [] : [`${name}: other words`];
  });
  return { step: minor.length > 0 ? 'minor' : 'none', because: minor };
}

function changes(name: string, before: readonly string[], after: readonly string[]): string[] {
  const [old, now] = [trafficOf(before), trafficOf(after)];
  const granted = grantsOf(before);
  return [
    ...subtract(now, old).map(({ of }) => `${name}: opens ${textOf(of)}`),
    ...subtract(old, now).map(({ of }) => `${name}: closes ${textOf(of)}`),
    ...[...grantsOf(after)].filter((line) => !granted.has(line)).map((line) => `${name}: ${line}`),
  ];
}

function trafficOf(lines: readonly string[]): Traffic[] {
  return lines.flatMap((line) => {
    const match = /^open (\w+) (\d+)-(\d+) (\S+) /.exec(line);
    return match === null
      ? []
      : [{ protocol: match[1]!, from: Number(match[2]), to: Number(match[3]), place: Destination.parse(match[4]) }];
  });
}

function textOf({ protocol, from, to, place }: Traffic): string {
  return `${protocol} ${from}-${to} to ${place.text}`;
}

function grantsOf(lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.filter((line) => line.startsWith('grant ')));
}

/** True when the second version is at least this step after the first. */
export function isEnough(released: string, version: string, step: Step): boolean {
  const [[major, minor], [nextMajor, nextMinor]] = [released, version].map((text) => text.split('.').map(Number)) as [
    [number, number],
    [number, number],
  ];
  return step === 'none' || nextMajor > major || (step === 'minor' && nextMajor === major && nextMinor > minor);
}
