import { AccessError, groupBy } from '../../base';
import type { Plan, Way } from '../../plan';

/** The one proxy of a plan. @throws AccessError `NothingProxied`, `SeveralProxies` */
export function checkOneProxy(plan: Plan): Way {
  const ways = plan.flows.map(({ way }) => way).filter(({ through }) => through === 'proxy');
  const proxies = groupBy(ways, ({ destinations, ports = [] }) =>
    [...destinations.map(({ key }) => key), ...ports.map(({ key }) => key)].sort().join(' '),
  );
  const [first] = ways;
  if (first === undefined) {
    throw AccessError.of(
      'NothingProxied',
      "nothing of the list goes through a proxy; set `reach.proxy` to its addresses and ports, and `'proxy'` for what it leads to, such as `saas: proxy`",
    );
  }
  if (proxies.size > 1) {
    const vias = [...new Set(ways.map(({ via }) => via))].sort();
    throw AccessError.of(
      'SeveralProxies',
      `a delegate has one proxy, and ${vias.join(' and ')} name several; write it once, in \`reach.proxy\`, and \`'proxy'\` elsewhere`,
    );
  }
  return first;
}
