import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cdk } from './deploy/cdk';
import { checkEdit, checkThatReplacementIsSeen } from './deploy/edit';
import { checkThatEgressIsChecked, replayEgress } from './deploy/egress';
import { Ground } from './deploy/ground';
import { ACCOUNT, Moto, REGION } from './deploy/moto';
import type { Pair } from './deploy/pairs';
import { checkPermissions, type PermissionCount } from './deploy/permissions';
import { randomLists } from './deploy/random-lists';
import { checkAttachments, everything, readStacks, type DeployedStack } from './deploy/stacks';
import { ROW_PROPS } from '../test/support/every-row';

/**
 * Deploys a stack for every row and profile and for random lists with the CDK CLI to a local AWS, edits the lists, deploys
 * again, and destroys; then creates the examples of EKS, of two accounts and of a private VPC. `npm run test:deploy -- <seed>` repeats a run.
 */

const LISTS = 20;
const STACKS = 2 * Object.keys(ROW_PROPS).length + LISTS;

async function main(): Promise<void> {
  const started = performance.now();
  const seed = Number(process.argv[2] ?? Date.now() % 2 ** 31);
  console.log(`seed of the random lists: ${seed}`);
  const scratch = mkdtempSync(join(tmpdir(), 'deploy-'));
  try {
    await inMoto(scratch, (moto) => new Deployment(moto, new Cdk(moto.env, scratch), seed).run());
    await inMoto(scratch, (moto) => new Ground(moto, scratch).run());
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  console.log(`ok in ${Math.round((performance.now() - started) / 1000)} s`);
}

/** With an AWS of its own, which ends with it. */
async function inMoto(scratch: string, use: (moto: Moto) => Promise<void>): Promise<void> {
  const moto = await Moto.start(scratch);
  try {
    await use(moto);
  } finally {
    moto.stop();
  }
}

/** The steps, each of which fails when something is not as it must be. */
class Deployment {
  private readonly vpc: string;
  private readonly before: readonly string[];

  public constructor(
    private readonly moto: Moto,
    private readonly cdk: Cdk,
    private readonly seed: number,
  ) {
    const { Vpc } = moto.call<{ Vpc: { VpcId: string } }>('ec2', 'CreateVpc', { CidrBlock: '10.0.0.0/16' });
    this.vpc = Vpc.VpcId;
    this.before = everything(moto);
  }

  public async run(): Promise<void> {
    const [first, second] = [this.synth('first', false), this.synth('second', true)];
    const stacks = this.deploy(first, STACKS);
    checkThatEgressIsChecked(this.moto, this.vpc);
    this.replay(stacks);
    report(await checkPermissions(this.moto, stacks));

    checkThatReplacementIsSeen(this.cdk, first);
    const differences = checkEdit(this.cdk.diff(second), randomLists(LISTS, this.seed));
    console.log(`edited ${LISTS} lists: cdk diff shows ${differences}, and nothing replaced`);
    this.replay(this.deploy(second, LISTS));

    this.cdk.destroy(second);
    assert.deepEqual(everything(this.moto), this.before, 'left behind');
    console.log('destroyed all: no stack, group, role or policy is left');
  }

  private synth(name: string, edited: boolean): string {
    const { vpc, seed } = this;
    const context = { account: ACCOUNT, region: REGION, vpc, lists: LISTS, seed, edited };
    return this.cdk.synth(name, context);
  }

  /** Deploys; so many stacks must change, and then none may differ. */
  private deploy(assembly: string, changing: number): DeployedStack[] {
    assert.equal(this.cdk.deploy(assembly).length, changing, 'stacks that were deployed');
    assert.deepEqual(this.cdk.diff(assembly), [], 'deployed stacks differ from the app');
    const stacks = readStacks(this.moto);
    assert.equal(stacks.length, STACKS, 'stacks that exist');
    const resources = stacks.reduce((sum, stack) => sum + Object.keys(stack.resources).length, 0);
    assert.equal(
      everything(this.moto).length,
      this.before.length + STACKS + resources,
      'stacks and resources that exist',
    );
    checkAttachments(stacks);
    console.log(
      `deployed ${changing} stacks, ${STACKS} exist with ${resources} resources; then cdk diff shows no difference`,
    );
    return stacks;
  }

  private replay(stacks: readonly DeployedStack[]): void {
    const { groups, rules, most } = replayEgress(this.moto, this.vpc, stacks);
    console.log(
      `EC2 takes all ${rules} egress rules of ${groups} groups (at most ${most} of one IP family in a group)`,
    );
  }
}

function report({ roles, pairs, judged, conditional, unjudged }: PermissionCount): void {
  const allowed = judged.filter(({ expected }) => expected === 'allowed').length;
  console.log(
    [
      `IAM of ${roles} roles: all ${pairs} pairs are as expected by the policies as deployed`,
      `  ${judged.length} judged by moto, by action and resource, as expected: ${allowed} calls allowed, ${judged.length - allowed} denied`,
      `    ${conditional.length} of the allowed need a condition as well, which moto does not look at`,
      ...Object.entries(unjudged).map(
        ([why, some]) => `  ${some.length} not judged by moto: ${why} (${actionsOf(some)})`,
      ),
    ].join('\n'),
  );
}

function actionsOf(pairs: readonly Pair[]): string {
  return [...new Set(pairs.map(({ action }) => action))].sort().join(', ');
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
