import type { Outcome } from './attempt';

/** Verdict on a connection: as the plan says, otherwise, or unknown. */
export type Verdict = 'as planned' | 'not as planned' | 'cannot tell';

interface Meaning {
  readonly verdict: Verdict;
  readonly means: string;
  /** The fix; empty where nothing is to do. */
  readonly todo: string;
}

const otherwise = (means: string, todo: string): Meaning => ({ verdict: 'not as planned', means, todo });

/** Outcomes of a connection that the plan opens. */
export const MEANINGS: Readonly<Record<Outcome, Meaning>> = {
  'connected': { verdict: 'as planned', means: 'reached', todo: '' },
  'connected, certificate not judged': {
    verdict: 'cannot tell',
    means: 'reached; there is no trust store to judge its certificate by',
    todo: 'run the script by itself, where `keytool` or `PREFLIGHT_TRUST` has one, and not as `INIT_SCRIPT`',
  },
  'no such name': otherwise('the resolver knows no such name', 'check the name, and the zones of the resolver'),
  // Of the script, which cannot tell the two apart.
  'no address': otherwise(
    'no address: the resolvers know no such name, or do not answer',
    'check the name, then 53 (UDP and TCP) to what `/etc/resolv.conf` names',
  ),
  'resolver does not answer': otherwise(
    'no resolver answers, or each of them fails',
    'open 53 (UDP and TCP) to what `/etc/resolv.conf` names, or look at the log of the resolver',
  ),
  'not through the endpoint': otherwise(
    'the name leads elsewhere than the list says',
    'switch on private DNS of the endpoint, or correct the blocks of the list',
  ),
  'refused': otherwise(
    'refused: nothing listens there, or a firewall rejects',
    'check that the service listens on this port, then the firewall behind it',
  ),
  'dropped': otherwise(
    'no answer: a firewall on the way drops it, or the machine is off',
    'compare the deployed rules with the review (`audit`), then routes, network ACLs and the firewall of the service',
  ),
  'no route': otherwise('there is no way to that address', 'check routes, the family of the address, and NAT'),
  'reset': otherwise('reset as it was opened', 'a firewall on the way, or the service, ends it: look at its log'),
  'silent after the handshake began': otherwise(
    'silent after the handshake began: a filter of names drops it, or the service waits for something else',
    'compare the names of the filter with the review, then look at the log of the service',
  ),
  'reset after the handshake began': otherwise(
    'reset after the handshake began: a filter of names, or the service, ends it',
    'compare the names of the filter with the review, then look at the log of the service',
  ),
  'no TLS': otherwise('it answers something else than TLS', 'check the port: clear text, a proxy or a portal answers'),
  'certificate of another': otherwise(
    'the certificate is for another name: another service, a portal or a proxy answers',
    'check where the name leads, and what is on the way',
  ),
  'certificate not trusted': otherwise(
    'the certificate is signed by an authority that the trust store does not have',
    'add that authority to the trust store of the delegate, or take a proxy that re-signs off this way',
  ),
  'certificate not valid now': otherwise(
    'the certificate is not valid at the time of this machine',
    'check the clock of this machine, then the certificate',
  ),
  'certificate of a proxy': {
    verdict: 'as planned',
    means: 'reached, through a proxy that re-signs: its authority is one that this machine adds',
    todo: 'the trust store of the delegate needs that authority too',
  },
  'proxy refuses': otherwise('the proxy refuses it', 'add the name and the port to the list of the proxy'),
  'proxy wants a user': otherwise(
    'the proxy wants a user and a password',
    'give the delegate `PROXY_USER` and `PROXY_PASSWORD`; a check without them cannot go further',
  ),
  'proxy does not answer': otherwise('the proxy does not answer', 'check its address and port in `reach.proxy`'),
  'cannot be tried here': {
    verdict: 'cannot tell',
    means: 'a tool that the script needs is not there, or its trust store cannot be read',
    todo: 'run it where curl, getent, timeout and awk are; check `PREFLIGHT_TRUST`',
  },
  'no result': {
    verdict: 'cannot tell',
    means: 'the results have nothing of it',
    todo: 'run the script to its end, made of this list with these options',
  },
  'stopped': { verdict: 'cannot tell', means: 'it was stopped before an answer', todo: 'run it again' },
};

/** Of an address out of a block, at which nothing may listen. */
export const SAMPLE: Meaning = {
  verdict: 'cannot tell',
  means: 'the sampled address of the block does not answer; no machine may be at it',
  todo: 'name a host of the block with `--hosts`',
};

export const CLOSED_BUT_OPEN: Meaning = otherwise(
  'it is open, and the plan does not open it',
  'look for another group, policy or rule that opens it (`audit`)',
);
export const CLOSED_BUT_PORT_ONLY: Meaning = {
  verdict: 'as planned',
  means: 'it is open, as the review says: the target opens this port to any address (`port-only`)',
  todo: '',
};
export const CLOSED_WITHOUT_ADDRESS: Meaning = {
  verdict: 'cannot tell',
  means: 'its name has no address here, so that nothing was tried',
  todo: 'name an address',
};
export const CLOSED: Meaning = {
  verdict: 'cannot tell',
  means: 'closed, or nothing listens there',
  todo: '',
};
