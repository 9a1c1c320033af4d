import { planLists } from './lists';
import { plan } from './planner';

/** Plans so many connections and prints the largest resident size of the process, in KiB. */
const count = Number(process.argv[2]);
if (count > 0) {
  plan(planLists(count));
}
process.stdout.write(`${process.resourceUsage().maxRSS}`);
