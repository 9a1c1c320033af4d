import type { AllowRule } from './firewall-rules';
import { terraformText } from './terraform-text';

/** Longest description that Compute Engine takes. https://cloud.google.com/compute/docs/reference/rest/v1/firewalls */
const MAX_DESCRIPTION = 2048;

/** `Harness Delegate, jenkins: jenkins:443 (address)`. */
export function describe({ connection, reasons, enforcement }: AllowRule): string {
  return terraformText(`Harness Delegate, ${connection}: ${reasons.join(', ')} (${enforcement})`).slice(
    0,
    MAX_DESCRIPTION,
  );
}
