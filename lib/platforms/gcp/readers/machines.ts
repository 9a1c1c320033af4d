import { refuseSeveral } from './choice';
import { literal, type Answer } from './place';
import {
  brief,
  isAfterApply,
  isFields,
  listOf,
  type Fields,
  type TerraformIndex,
  type TerraformResource,
} from '../../../platform/template';

/** The machines that rules apply to: service accounts and tags. */

const TARGETS = ['target_service_accounts', 'target_tags', 'target_secure_tags'];

/** A service account or a tag. */
interface Target {
  readonly text: string;
  /** Its e-mail address or tag, when known. */
  readonly name?: string | undefined;
  /** Part of its e-mail address before the `@`. */
  readonly account?: string | undefined;
  readonly address?: string | undefined;
  /** True for what is known only after apply. */
  readonly isUnknown?: boolean;
}

/** The machines of one rule; none for all machines. */
function targetsOf(rule: TerraformResource, index: TerraformIndex): Target[] {
  return TARGETS.flatMap((key) => listOf(rule.values[key]))
    .map((target) => (isFields(target) && !isAfterApply(target) ? (target.name ?? target) : target))
    .map((target) => targetOf(target, rule, index));
}

function targetOf(target: unknown, rule: TerraformResource, index: TerraformIndex): Target {
  if (typeof target !== 'string') {
    return { text: brief(target), isUnknown: true };
  }
  const name = target.replace(/^serviceAccount:/, '');
  const referred = index.referred(name, rule);
  if (referred === undefined) {
    const isUnknown = /\b(?:each|count|self)\.|\(/.test(name);
    return name.includes('${') ? { text: name, isUnknown } : { text: name, name, account: accountOf(name) };
  }
  const values: Fields = referred.resource?.values ?? {};
  const [account, project] = [literal(values.account_id), literal(values.project)];
  const made =
    account === undefined || project === undefined ? undefined : `${account}@${project}.iam.gserviceaccount.com`;
  const known = literal(values.email) ?? (account?.includes('@') === true ? account : made) ?? tagOf(referred.resource);
  return { text: known ?? name, name: known, account: account?.split('@')[0], address: referred.address };
}

function tagOf(resource: TerraformResource | undefined): string | undefined {
  return resource?.type === 'google_tags_tag_value' ? literal(resource.values.name) : undefined;
}

function accountOf(name: string): string | undefined {
  return name.includes('@') ? name.split('@')[0] : undefined;
}

function isTarget(target: Target, wanted: string): Answer {
  const { name, account, address, text, isUnknown } = target;
  if (text === wanted && isUnknown !== true) {
    return 'yes';
  }
  if (address !== undefined && [address, account].includes(wanted)) {
    return 'yes';
  }
  if (name !== undefined) {
    return name === wanted ? 'yes' : 'no';
  }
  // Of a service account that is made here the project may be unknown.
  return account !== undefined && account !== (accountOf(wanted) ?? wanted) ? 'no' : 'maybe';
}

/** Rules with the machines that they apply to. */
export class MachineChoice {
  private readonly targets: ReadonlyMap<TerraformResource, readonly Target[]>;
  private readonly wanted: readonly string[];
  /** Whose rules the result is about. */
  public readonly about: string;

  /**
   * @param opens true for a rule that may allow something
   * @throws AccessError `SeveralMachines`
   */
  public constructor(
    rules: readonly TerraformResource[],
    index: TerraformIndex,
    private readonly machines: string | undefined,
    opens: (rule: TerraformResource) => boolean,
  ) {
    this.targets = new Map(rules.map((rule) => [rule, targetsOf(rule, index)]));
    const sets = new Map(rules.map((rule) => [this.namesOf(rule).sort().join(', '), rule]));
    sets.delete('');
    const names = new Set([...sets.values()].flatMap((rule) => this.namesOf(rule)));
    refuseSeveral('machines', [...names], machines === undefined && sets.size > 1);
    const isNamedByAllow = rules.some((rule) => opens(rule) && this.namesOf(rule).length > 0);
    this.wanted = machines !== undefined ? [machines] : isNamedByAllow ? [...names] : [];
    this.about = this.aboutOf([...names], isNamedByAllow);
  }

  /** Tells if a rule applies to the chosen machines. */
  public answer(rule: TerraformResource): Answer {
    const targets = this.targets.get(rule) ?? [];
    const answers = targets.map((target): Answer => {
      const own = this.wanted.map((wanted) => isTarget(target, wanted));
      return own.includes('yes') ? 'yes' : own.length > 0 && own.every((one) => one === 'no') ? 'no' : 'maybe';
    });
    return answers.length === 0 || answers.includes('yes') ? 'yes' : answers.includes('maybe') ? 'maybe' : 'no';
  }

  public doubtsOf(rule: TerraformResource): string[] {
    const texts = (this.targets.get(rule) ?? []).map(({ text }) => text).join(', ');
    const whom = this.wanted.length === 0 ? 'the delegate; set `machines`' : this.wanted.join(', ');
    return this.answer(rule) === 'maybe' ? [`whether it is for ${whom}: it is for ${texts}`] : [];
  }

  /** Names of the machines of a rule, without those that are unknown. */
  private namesOf(rule: TerraformResource): string[] {
    return (this.targets.get(rule) ?? []).filter(({ isUnknown }) => isUnknown !== true).map(({ text }) => text);
  }

  private aboutOf(names: readonly string[], isNamedByAllow: boolean): string {
    if (this.machines !== undefined) {
      const isNamed = [...this.targets.values()].flat().some((target) => isTarget(target, this.machines!) === 'yes');
      return `machines ${this.machines}${isNamed ? '' : ', which no rule targets'}`;
    }
    if (names.length === 0 && [...this.targets.values()].some((targets) => targets.length > 0)) {
      return 'machines that the template does not show';
    }
    const listed = names.join(', ');
    return names.length === 0
      ? 'all machines'
      : isNamedByAllow
        ? `machines ${listed}`
        : `machines that are not set: rules for ${listed} may not apply to them`;
  }
}
