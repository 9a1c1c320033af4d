import { AccessError, didYouMean, oneOf, show, throwIfAny, type Problem } from '../base';
import type { GoogleChoice } from './terraform-google';

export interface TemplateOptions extends GoogleChoice {
  /** Security groups to look at, by logical id or address. @default - all of them, together */
  readonly groups?: readonly string[] | undefined;
  /** The machines of the delegate: a service account or a tag that the rules target. @default - the only set that there is */
  readonly machines?: string | undefined;
  /** The network whose VPC rules count. @default - the only one */
  readonly network?: string | undefined;
  /** The firewall policy whose rules count; a regional one as `<region>/<policy>`. @default - the only one */
  readonly policy?: string | undefined;
}

const TEXTS = ['machines', 'network', 'policy'] as const;
const KNOWN = ['groups', ...TEXTS];

/** A name that is misspelt would choose nothing, and everything would be read. @throws AccessError with every problem */
export function checkTemplateOptions(options: unknown): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw AccessError.of(
      'InvalidProp',
      `the options of a template must be an object with ${oneOf(KNOWN)}, got ${show(options)}`,
    );
  }
  const { groups, ...others } = options as Readonly<Record<string, unknown>>;
  const strangers = Object.keys(others).filter((name) => !KNOWN.includes(name));
  throwIfAny([
    ...strangers.map((name) => ({
      code: 'UnknownProp',
      message: `a template has no option ${show(name)}; allowed: ${oneOf(KNOWN)}${didYouMean(name, KNOWN)}`,
    })),
    ...(groups === undefined || isListOfTexts(groups) ? [] : [wrong('groups', 'a list of names', groups)]),
    ...TEXTS.filter((name) => others[name] !== undefined && typeof others[name] !== 'string').map((name) =>
      wrong(name, 'a name', others[name]),
    ),
  ]);
}

function isListOfTexts(value: unknown): boolean {
  return Array.isArray(value) && Array.from(value as unknown[]).every((entry) => typeof entry === 'string');
}

function wrong(name: string, what: string, value: unknown): Problem {
  return { code: 'InvalidProp', message: `\`${name}\` must be ${what}, got ${show(value)}` };
}
