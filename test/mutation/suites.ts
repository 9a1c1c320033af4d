/**
 * The suites of lib/network and lib/plan as one, quickest first: a mutant costs one start of the library, not one for
 * each suite.
 */
import './setup';
import '../network/port.test';
import '../network/cidr.test';
import '../network/destination.test';
import '../network/mistaken.test';
import '../network/port-set.test';
import '../network/block-index.test';
import '../network/aggregate.test';
import '../network/rule.test';
import '../plan/filling.test';
import '../plan/flow.test';
import '../plan/places.test';
import '../plan/replace-ports.test';
import '../plan/acknowledgement.test';
import '../plan/finding-log.test';
import '../plan/judgement.test';
import '../plan/schemas.test';
import '../plan/options.test';
import '../plan/permissions.test';
import '../plan/plan.test';
import '../plan/findings.test';
import '../plan/reach.test';
import '../plan/finding-kinds.test';
import '../plan/verdicts.test';
import '../connection/file.test';
import '../platform/plan-on-target.test';
import '../network/traffic.test';
import '../network/minimise.test';
