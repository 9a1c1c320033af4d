import { controlsOfAccess } from './controls/access';
import { controlsOfCilium } from './controls/cilium';
import { controlsOfMatcher } from './controls/matcher';
import { controlsOfObjects } from './controls/objects';

export { controlsOfServer } from './controls/objects';

/**
 * Controls of the judges: what is wrong in a known way must be found, and its good twin must pass.
 *
 * @throws when a control does not fail as it must
 */
export function controls(): void {
  controlsOfObjects();
  controlsOfAccess();
  controlsOfCilium();
  controlsOfMatcher();
}
