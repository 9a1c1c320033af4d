import { Fn } from 'cdktf';
import type { IConstruct } from 'constructs';
import { isExpression } from './checks';
import { nameOrNothing } from './token-names';
import { AccessError, isExpressionText } from '../../../base';

/** The full name of a network, which an association needs: the provider sends a bare name as it is, and the API refuses it. */

/**
 * The network as `projects/<project>/global/networks/<name>`: a path as it is, a name in its project, and an expression,
 * which may be either, as Terraform finds it.
 *
 * @throws AccessError `MissingProject`
 */
export function networkUrl(scope: IConstruct, network: string, project: string | undefined): string {
  if (!isExpression(network)) {
    return network.includes('/') ? network : inProject(network, project);
  }
  const text = isExpressionText(network) ? network.slice(2, -1) : nameOrNothing(scope, network);
  if (/(?:^|\/|\.)google_compute_network\.[\w-]+(?:\[[^\]]*\])?\.(?:id|self_link)$/.test(text)) {
    return network;
  }
  if (isExpressionText(network)) {
    return `\${strcontains(${text}, "/") ? ${text} : "${inProject(network, project)}"}`;
  }
  return Fn.conditional(Fn.strcontains(network, '/'), network, inProject(network, project)) as string;
}

function inProject(network: string, project: string | undefined): string {
  if (project === undefined) {
    throw AccessError.of(
      'MissingProject',
      'a new policy is attached to the network by its full name: set `project`, or the self link of the network',
    );
  }
  return `projects/${project}/global/networks/${network}`;
}
