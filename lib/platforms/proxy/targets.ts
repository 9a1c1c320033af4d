import type { TargetFacts } from '../../platform';

/** An explicit HTTP proxy with an allow list of names and ports. It resolves the names itself, so name and address agree. */
export const EXPLICIT_PROXY: TargetFacts = {
  name: 'proxy',
  title: 'HTTP proxy',
  platform: 'proxy',
  filters: 'requests',
  names: { match: 'one label', on: 'any', otherwise: 'closed' },
  remarks: [
    {
      finding: 'NotInThePath',
      onNames: true,
      what: 'the proxy judges only what is sent to it: a client without the settings of the proxy goes past it where another layer lets it',
      why: 'an explicit proxy is a choice of its client',
      fix: 'let the security group or firewall of the delegate open nothing but the proxy, and what `NO_PROXY` names; set the environment of the delegate with `synth --to delegate-env`',
      source:
        'harness/developer-hub:docs/platform/delegates/manage-delegates/configure-delegate-proxy-settings.md@015506eb',
    },
  ],
};
