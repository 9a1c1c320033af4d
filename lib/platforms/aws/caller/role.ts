/** A role as an ARN names it, of a session or of the role itself. */
export interface RoleName {
  readonly partition: string;
  readonly account: string;
  readonly name: string;
  /** ARN with its path; a session does not have it. */
  readonly arn?: string;
}

export function roleOf(arn: string): RoleName | undefined {
  const [, partition, account, name] = /^arn:([a-z0-9-]+):sts::(\d{12}):assumed-role\/([\w+=,.@-]+)\//.exec(arn) ?? [];
  if (name !== undefined) {
    return { partition: partition!, account: account!, name };
  }
  const [, ofRole, owner, path] = /^arn:([a-z0-9-]+):iam::(\d{12}):role\/([\w+=,.@/-]+)$/.exec(arn) ?? [];
  return path === undefined ? undefined : { partition: ofRole!, account: owner!, name: path.split('/').pop()!, arn };
}
