import { strict as assert } from 'node:assert';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { judgeAll } from './names/firewall';
import { proxiedPlans, randomPlans, rowPlans } from './names/lists';
import { judgeByResolver } from './names/resolver';
import { judgeBySquid } from './names/squid';
import { Suricata, run } from './names/suricata';
import { Connection, Plan, toSuricata } from 'harness-delegate-access';

/**
 * Filters of names from outside: a real Suricata, a real Squid and a real resolver judge real connections, requests and lookups by
 * what is made of lists, and the plans say what they must pass. `npm run test:names -- <seed>` repeats a run; `SURICATA=sid` takes
 * Suricata 8. As root, since the engine is in a tree of its own.
 */

const LISTS = 200;
/** Names of the list whose rules must be read in seconds. */
const MANY = 1000;
const SECONDS = 5;

async function main(): Promise<void> {
  const seed = Number(process.argv[2] ?? Date.now() % 2 ** 31);
  console.log(`seed of the random lists: ${seed}`);
  run('apt-get', ['update', '-q']);
  run('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'debootstrap', 'squid', 'unbound', 'openssl']);
  const random = randomPlans(LISTS, seed);
  await firewall(random);
  await proxy(proxiedPlans(seed));
  await resolver(random.slice(0, 20));
}

async function firewall(random: ReturnType<typeof randomPlans>): Promise<void> {
  const suite = process.env.SURICATA ?? 'trixie';
  const suricata = new Suricata(process.env.SURICATA_ROOT ?? join(tmpdir(), `names-${suite}`), suite);
  const plans = [...rowPlans(), ...random];
  for (const resolved of [false, true]) {
    const { flows, passed, rules, disagreements } = await judgeAll(suricata, plans, resolved);
    const how = resolved ? ', with addresses for the keyword of AWS, which is not tried itself' : '';
    report(
      `Suricata ${suricata.version}${how}: ${plans.length} lists, ${rules} rules, ${flows} connections, ${passed} passed`,
      disagreements,
    );
  }
  const some = random.slice(0, 30);
  const controls: readonly (readonly [what: string, change: (rules: string) => string])[] = [
    ['without the rules', () => ''],
    ['without the drops at the end', (rules) => rules.replace(/^drop .*\n/gm, '')],
    ['without the passes', (rules) => rules.replace(/^pass .*\n/gm, '')],
    [
      'with a pass to any address on 443',
      (rules) => rules.replace(/^\w+ \w+ (\S+)/, 'pass tcp $1 any -> any 443 (flow:to_server; sid:1;)\n$&'),
    ],
    ['with names that end anywhere', (rules) => rules.replaceAll('endswith; ', '')],
  ];
  for (const [what, change] of controls) {
    const { disagreements } = await judgeAll(suricata, some, false, change);
    assert.ok(disagreements.length > 0, `${what} Suricata must disagree with the plan`);
    console.log(`control: ${what} ${disagreements.length} disagreements`);
  }
  await assert.rejects(
    judgeAll(suricata, some, false, (rules) => rules.replaceAll('tls.sni', 'tls.snj')),
    /failed/,
  );
  console.log('control: an engine that does not load its rules fails');
  const to = Array.from({ length: MANY }, (_, i) => `host-${i}.acme.io`);
  const { rules } = toSuricata(Plan.of([Connection.custom({ name: 'many', to, ports: [443], reason: 'of a test' })]));
  const seconds = suricata.secondsToLoad(rules);
  assert.ok(seconds < SECONDS, `${MANY} names are read in ${SECONDS} s at most, took ${seconds.toFixed(1)}`);
  console.log(`${MANY} names are read in less than ${SECONDS} s`);
}

async function proxy(plans: ReturnType<typeof proxiedPlans>): Promise<void> {
  const { version, requests, allowed, answered, disagreements } = await judgeBySquid(plans);
  report(
    `Squid ${version}: ${plans.length} lists, ${requests} requests, ${allowed} allowed, ${answered} answered`,
    disagreements,
  );
  assert.ok(answered > 0, 'nothing was answered through the proxy');
  const some = plans.slice(0, 10);
  const without = await judgeBySquid(some, (text) => text.replace(/^http_access allow .*\n/gm, ''));
  assert.ok(without.disagreements.length > 0, 'Squid must disagree without its allows');
  const wide = await judgeBySquid(some, (text) => text.replace(/ h\d+_port_\w+/g, '').replace(/^acl *port.*\n/gm, ''));
  assert.ok(wide.disagreements.length > 0, 'Squid must disagree without its ports');
  console.log(
    `control: without allows ${without.disagreements.length}, without ports ${wide.disagreements.length} disagreements`,
  );
}

async function resolver(plans: ReturnType<typeof randomPlans>): Promise<void> {
  const { version, lookups, resolved, disagreements } = await judgeByResolver(plans);
  report(
    `unbound ${version} with response policy zones: ${plans.length} lists, ${lookups} lookups, ${resolved} resolved`,
    disagreements,
  );
  assert.ok(resolved > 0 && resolved < lookups, 'some names must be resolved, and some not');
  const without = await judgeByResolver(plans.slice(0, 3), () => []);
  assert.ok(without.disagreements.length > 0, 'the resolver must disagree without its list');
  console.log(`control: without the list ${without.disagreements.length} disagreements`);
}

/** @throws with the first of the disagreements */
function report(what: string, disagreements: readonly string[]): void {
  console.log(`${what}, ${disagreements.length} disagreements`);
  assert.deepEqual(disagreements.slice(0, 20), []);
}

void main();
