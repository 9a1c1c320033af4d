import { planLists } from '../lists';
import { Plan, Profile, Target, type Connection } from 'harness-delegate-access';

/** `planner <connections> time` prints samples in nanoseconds; `planner <connections> memory` the largest resident size in KiB. */

function plan(connections: readonly Connection[]): { flows: number; rules: number } {
  const target = Plan.of(connections, { profile: Profile.DOCUMENTED, asOf: '2026-11-24' }).on(
    Target.AWS_SECURITY_GROUP,
  );
  return { flows: target.flows.length, rules: target.minimised.length };
}

async function main(): Promise<void> {
  const [count, what] = [Number(process.argv[2]), process.argv[3]];
  if (what === 'memory') {
    const size = count === 0 ? undefined : plan(planLists(count));
    process.stdout.write(JSON.stringify({ ...size, kibibytes: process.resourceUsage().maxRSS }));
    return;
  }
  const connections = planLists(count);
  const { measure } = await import('mitata');
  // It warms up before its first sample.
  const { samples } = await measure(() => plan(connections), { min_samples: 12, min_cpu_time: 2e9 });
  process.stdout.write(JSON.stringify({ ...plan(connections), samples }));
}

void main();
