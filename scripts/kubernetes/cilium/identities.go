package main

import (
	"fmt"
	"maps"
	"net/netip"
	"regexp"

	"github.com/cilium/cilium/pkg/fqdn/dns"
	"github.com/cilium/cilium/pkg/identity"
	k8s "github.com/cilium/cilium/pkg/k8s/apis/cilium.io"
	"github.com/cilium/cilium/pkg/k8s/utils"
	"github.com/cilium/cilium/pkg/labels"
	"github.com/cilium/cilium/pkg/policy/api"
)

// cluster is the name that the policies and the pods have in common.
const cluster = "default"

// identities are the labels by which policies select, each with a number, as the agent allocates them.
type identities struct {
	names  map[api.FQDNSelector]*regexp.Regexp
	byKey  map[string]*identity.Identity
	byID   identity.IdentityMap
	lastID identity.NumericIdentity
}

func newIdentities(rules api.Rules) (*identities, error) {
	names := map[api.FQDNSelector]*regexp.Regexp{}
	for _, rule := range rules {
		for _, egress := range rule.Egress {
			for _, selector := range egress.ToFQDNs {
				pattern, err := selector.ToRegex()
				if err != nil {
					return nil, err
				}
				names[selector] = pattern
			}
		}
	}
	return &identities{names, map[string]*identity.Identity{}, identity.IdentityMap{}, 1000}, nil
}

// of is the identity of labels: a reserved one, or one in the scope of the labels.
func (i *identities) of(set labels.Labels) *identity.Identity {
	key := string(set.SortedList())
	if known, ok := i.byKey[key]; ok {
		return known
	}
	found := identity.LookupReservedIdentityByLabels(set)
	if found == nil {
		i.lastID++
		found = identity.NewIdentity(identity.ScopeForLabels(set)|i.lastID, set)
	}
	i.byKey[key] = found
	i.byID[found.ID] = found.LabelArray
	return found
}

func (i *identities) peer(to peer) (*identity.Identity, error) {
	switch {
	case to.Pod != nil:
		return i.of(podLabels(*to.Pod)), nil
	case to.Entity != "":
		return i.entity(to)
	}
	set, err := addressLabels(to.IP)
	if err != nil {
		return nil, err
	}
	if to.Host != "" {
		maps.Copy(set, i.nameLabels(to.Host))
	}
	return i.of(set), nil
}

// entity is a part of the cluster. An API server with an address is outside the cluster, as that of a cloud is.
func (i *identities) entity(to peer) (*identity.Identity, error) {
	set := labels.Labels{}
	switch to.Entity {
	case "host":
		maps.Copy(set, labels.LabelHost)
	case "remote-node":
		maps.Copy(set, labels.LabelRemoteNode)
	case "kube-apiserver":
		maps.Copy(set, labels.LabelKubeAPIServer)
		around, err := labels.LabelRemoteNode, error(nil)
		if to.IP != "" {
			around, err = addressLabels(to.IP)
		}
		if err != nil {
			return nil, err
		}
		maps.Copy(set, around)
	default:
		return nil, fmt.Errorf("no entity %q", to.Entity)
	}
	return i.of(set), nil
}

// addressLabels are those of an address outside the cluster. Selectors of blocks look into the block that the label is of.
func addressLabels(ip string) (labels.Labels, error) {
	address, err := netip.ParseAddr(ip)
	if err != nil {
		return nil, err
	}
	return labels.GetCIDRLabels(netip.PrefixFrom(address, address.BitLen())), nil
}

// nameLabels are those that the DNS proxy gives the addresses of a name: one of each selector that matches it.
func (i *identities) nameLabels(host string) labels.Labels {
	set := labels.Labels{}
	for selector, pattern := range i.names {
		if pattern.MatchString(dns.FQDN(host)) {
			label := selector.IdentityLabel()
			set[label.Key] = label
		}
	}
	return set
}

type namespace string

func (n namespace) GetName() string { return string(n) }

func (n namespace) GetLabels() map[string]string {
	return map[string]string{k8s.LabelMetadataName: string(n)}
}

func podLabels(one pod) labels.Labels {
	all := utils.SanitizePodLabels(one.Labels, namespace(one.Namespace), "", cluster)
	return labels.Map2Labels(all, labels.LabelSourceK8s)
}
