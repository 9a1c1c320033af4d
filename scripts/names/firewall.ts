import { strict as assert } from 'node:assert';
import { casesFor, type Case } from './cases';
import { Handshakes } from './handshakes';
import { saidFlows, type NamedPlan } from './lists';
import type { Suricata } from './suricata';
import { mustPass } from '../../test/oracle/names';
import { Target, toSuricata, type SuricataOptions } from 'harness-delegate-access';

/** Real rules in a real engine, against what the plans say. */

/** Address of names that no list ties to another one, and a client that no list is for. */
const ELSEWHERE = '203.0.113.66';
const OUTSIDE = '172.16.0.10';
/** The same in IPv6. */
const ELSEWHERE6 = '2001:db8:66::1';
const OUTSIDE6 = '2001:db8:ffff::10';

export interface Verdicts {
  readonly flows: number;
  readonly passed: number;
  readonly rules: number;
  readonly disagreements: readonly string[];
}

interface Judged extends Case {
  readonly list: string;
  readonly expected: boolean;
}

/**
 * Every list in one engine, each with clients of its own.
 *
 * @param change of the rules of each list, for a control
 */
export async function judgeAll(
  suricata: Suricata,
  plans: readonly NamedPlan[],
  resolved: boolean,
  change: (rules: string) => string = (rules) => rules,
): Promise<Verdicts> {
  const handshakes = new Handshakes();
  const sources: Record<string, string> = {};
  const rules: string[] = [];
  const judged: Judged[] = [];
  const target = resolved ? Target.AWS_NETWORK_FIREWALL_RESOLVED : Target.AWS_NETWORK_FIREWALL;
  for (const [i, { name, plan }] of plans.entries()) {
    const net = `10.${1 + Math.floor(i / 250)}.${i % 250}`;
    const flows = saidFlows(plan.on(target));
    const addresses = new Map(
      resolved
        ? [...new Set(flows.flatMap(({ hostname }) => hostname ?? []))]
            .filter((hostname) => !hostname.includes('*'))
            .map((hostname, at) => [hostname, `198.51.100.${1 + (at % 250)}`] as const)
        : [],
    );
    const net6 = `2001:db8:1:${(i + 1).toString(16)}`;
    sources[`NET_${i}`] = `${net}.0/24, ${net6}::/64`;
    const options: SuricataOptions = { resolved, source: `$NET_${i}` };
    rules.push(translated(change(toSuricata(plan, options).rules), addresses));
    for (const [client, client6, isOutside] of [
      [`${net}.10`, `${net6}::10`, false],
      [OUTSIDE, OUTSIDE6, true],
    ] as const) {
      const cases = await casesFor(flows, handshakes, {
        client,
        client6,
        addresses,
        elsewhere: ELSEWHERE,
        elsewhere6: ELSEWHERE6,
      });
      // What the list does not judge stays as it is; a few connections of each list show that.
      const some = isOutside ? cases.filter((_, at) => at % 16 === 0) : cases;
      judged.push(
        ...some.map((entry) => ({
          ...entry,
          list: name,
          expected: isOutside || mustPass(flows, entry.attempt, addresses),
        })),
      );
    }
  }
  const connections = judged.map(({ connection }, i) => ({
    ...connection,
    clientPort: 1024 + (i % 60_000),
    client: connection.client === OUTSIDE ? `172.16.${Math.floor(i / 60_000)}.10` : connection.client,
  }));
  const text = renumbered(rules.join(''));
  const passed = suricata.judge(text, connections, sources);
  return {
    flows: judged.length,
    passed: passed.filter(Boolean).length,
    rules: text.split('\n').filter((rule) => rule !== '').length,
    disagreements: judged.flatMap(({ list, what, expected }, i) =>
      passed[i] === expected ? [] : [`${list}: ${what} must ${expected ? 'pass' : 'not pass'}`],
    ),
  };
}

/** AWS's keyword as the addresses that it stands for: it proves our names, addresses and ports, and not the keyword. */
function translated(rules: string, addresses: ReadonlyMap<string, string>): string {
  return rules.replace(
    /-> any (\S+) (\(.*); aws_route_53_resolved_domain:"([^"]+)"/g,
    (_, port: string, rest: string, name: string) => {
      const address = addresses.get(name);
      assert.ok(address !== undefined, `${name} has no address`);
      return `-> ${address} ${port} ${rest}`;
    },
  );
}

/** Numbers are unique in a group; here many groups are in one engine. */
function renumbered(rules: string): string {
  let sid = 1_000_000;
  return rules.replace(/sid:\d+/g, () => `sid:${(sid += 1)}`);
}
