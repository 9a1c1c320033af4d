import { AccessError, didYouMean, oneOf, show, throwIfAny, type Problem } from '../base';
import type { TemplateChoices } from '../platform';
import { PLATFORMS } from '../platforms';

/** Choice of the delegate's rules in a template. */
export interface TemplateOptions extends TemplateChoices {
  /** Security groups to look at, by logical id or address. @default - all of them, together */
  readonly groups?: readonly string[] | undefined;
  /** The rule group of Network Firewall, by logical id, address or name. @default - the only one */
  readonly ruleGroup?: string | undefined;
  /** The role of the delegate on AWS, by logical id, address, name or ARN. @default - the only one */
  readonly role?: string | undefined;
  /** The service account of the delegate on Google Cloud, by email, whose roles count. @default - the only one */
  readonly account?: string | undefined;
  /** The machines of the delegate: a service account or a tag that the rules target. @default - the only set that there is */
  readonly machines?: string | undefined;
  /** The network whose VPC rules count. @default - the only one */
  readonly network?: string | undefined;
  /** The firewall policy whose rules count; a regional one as `<region>/<policy>`. @default - the only one */
  readonly policy?: string | undefined;
  /** Labels of the pods whose policies count, such as `harness.io/name=my-delegate`. @default - those of the only selector */
  readonly podLabels?: string | undefined;
  /** The namespace of the pods whose policies count. @default - the only one */
  readonly podNamespace?: string | undefined;
}

/** Checks the names: a misspelled one would choose nothing, and everything would be read. @throws AccessError with every problem */
export function checkTemplateOptions(options: unknown): void {
  const choices = PLATFORMS.flatMap((platform) => platform.choices);
  const known = choices.map(({ name }) => name);
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw AccessError.of(
      'InvalidProp',
      `the options of a template must be an object with ${oneOf(known)}, got ${show(options)}`,
    );
  }
  const given = options as Readonly<Record<string, unknown>>;
  const strangers = Object.keys(given).filter((name) => !known.includes(name));
  throwIfAny([
    ...strangers.map((name) => ({
      code: 'UnknownProp',
      message: `a template has no option ${show(name)}; allowed: ${oneOf(known)}${didYouMean(name, known)}`,
    })),
    ...choices.flatMap(({ name, isList }) => (given[name] === undefined ? [] : wrongValue(name, isList, given[name]))),
  ]);
}

function wrongValue(name: string, isList = false, value: unknown): Problem[] {
  const isFine = isList
    ? Array.isArray(value) && Array.from(value as unknown[]).every((entry) => typeof entry === 'string')
    : typeof value === 'string';
  const message = `\`${name}\` must be ${isList ? 'a list of names' : 'a name'}, got ${show(value)}`;
  return isFine ? [] : [{ code: 'InvalidProp', message }];
}
