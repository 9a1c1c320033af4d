import { Template } from 'aws-cdk-lib/assertions';
import { ecsTasks, newStack, resourcesOf } from './stacks';
import type { PolicyStatementJson } from '../oracle/iam';
import { Profile, type Connection } from 'harness-delegate-access';
import { DelegatePermissions } from 'harness-delegate-access/aws';

/** Statements of connections, with the partition, the region and the account of the stack filled in. */
export function statementsOf(...connections: readonly Connection[]): PolicyStatementJson[] {
  const stack = newStack();
  new DelegatePermissions(stack, 'P', {
    connections: [...connections],
    profile: Profile.RECOMMENDED,
    assumedBy: ecsTasks(stack),
    asOf: '2026-11-26',
  });
  const policies = resourcesOf(Template.fromStack(stack), 'AWS::IAM::ManagedPolicy');
  const text = JSON.stringify(policies, (_, value: unknown) => {
    const join = (value as { 'Fn::Join'?: [string, unknown[]] } | null)?.['Fn::Join'];
    return join === undefined
      ? value
      : join[1].map((part) => (typeof part === 'string' ? part : filled(part))).join(join[0]);
  }).replace(/\{"Ref":"AWS::URLSuffix"\}/g, '"amazonaws.com"');
  return Object.values(
    JSON.parse(text) as Record<string, { Properties: { PolicyDocument: { Statement: PolicyStatementJson[] } } }>,
  ).flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
}

function filled(part: unknown): string {
  return JSON.stringify(part).includes('URLSuffix') ? 'amazonaws.com' : 'aws';
}
