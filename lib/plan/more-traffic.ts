import { Connection, type CustomProps } from '../connection';
import type { Plan } from './plan';

/** The same plan with traffic that a platform needs beside the list, each entry with its reason. @throws AccessError as `Connection.custom` does */
export function withTraffic(plan: Plan, traffic: readonly CustomProps[]): Plan {
  return traffic.length === 0 ? plan : plan.with(traffic.map((props) => Connection.custom(props)));
}
