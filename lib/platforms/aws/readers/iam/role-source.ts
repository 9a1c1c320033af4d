import type { Permitted } from '../../../../platform/template';

/** Roles of one kind of file. */
export interface RoleSource {
  /** Names of the roles, as `--role` takes them. */
  readonly names: readonly string[];
  /** Other names of a role: its name in the account, its ARN. */
  aliasesOf(name: string): readonly string[];
  /** Account of a role, where the file says so. */
  accountOf?(name: string): string | undefined;
  /** Permissions of a role; what may be one of them goes to the collector. */
  read(name: string): Permitted[];
}

const AWS_POLICY = /^arn:(?:aws[a-z-]*|\{partition\}):iam::aws:policy\/(.+)$/;

/** Path and name of a managed policy of AWS, by its ARN. */
export function awsPolicyOf(arn: string | undefined): string | undefined {
  return arn === undefined ? undefined : AWS_POLICY.exec(arn)?.[1];
}

/** A managed policy of AWS: what it allows is AWS's to say. */
export function managedPolicy(where: string, name: string, isCertain: boolean): Permitted {
  return {
    ...{ where, effect: 'allow', kind: 'managed policy', name, isCertain, conditions: [] },
    actions: { patterns: [], isExcept: false },
    resources: { patterns: [], isExcept: false },
  };
}

export const BOUNDARY = 'it has a permissions boundary, which may deny what its policies allow, and is not read';
