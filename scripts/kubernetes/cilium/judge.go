package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"math"
	"sync"

	"github.com/cilium/cilium/pkg/endpoint/regeneration"
	"github.com/cilium/cilium/pkg/identity"
	"github.com/cilium/cilium/pkg/identity/identitymanager"
	v2 "github.com/cilium/cilium/pkg/k8s/apis/cilium.io/v2"
	"github.com/cilium/cilium/pkg/policy"
	"github.com/cilium/cilium/pkg/policy/api"
	"github.com/cilium/cilium/pkg/policy/types"
	"github.com/cilium/cilium/pkg/policy/utils"
	"github.com/cilium/cilium/pkg/u8proto"
)

var quiet = slog.New(slog.NewTextHandler(io.Discard, nil))

// judge decides the flows of a case. A policy that the parser refuses is not there, as with the agent.
func judge(one flowCase) (verdict, error) {
	said := verdict{ID: one.ID, Problems: []string{}, Flows: []bool{}}
	rules := api.Rules{}
	for at, raw := range one.Policies {
		parsed, err := parse(raw)
		if err != nil {
			said.Problems = append(said.Problems, fmt.Sprintf("policy %d: %s", at, err))
			continue
		}
		rules = append(rules, parsed...)
	}
	known, err := newIdentities(rules)
	if err != nil {
		return said, err
	}
	subject := known.of(podLabels(one.Subject))
	to := []*identity.Identity{}
	for _, flow := range one.Flows {
		peer, err := known.peer(flow.To)
		if err != nil {
			return said, err
		}
		to = append(to, peer)
	}
	engine, err := compute(rules, known, subject)
	if err != nil {
		return said, err
	}
	for at, flow := range one.Flows {
		passes, err := lookup(engine, to[at].ID, flow)
		if err != nil {
			return said, err
		}
		said.Flows = append(said.Flows, passes)
	}
	return said, nil
}

func parse(raw json.RawMessage) (api.Rules, error) {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	var written v2.CiliumNetworkPolicy
	if err := decoder.Decode(&written); err != nil {
		return nil, err
	}
	if written.APIVersion != "cilium.io/v2" || written.Kind != "CiliumNetworkPolicy" {
		return nil, fmt.Errorf("%s %s is no CiliumNetworkPolicy of cilium.io/v2", written.APIVersion, written.Kind)
	}
	return written.Parse(quiet, cluster)
}

// compute is the policy of a pod, once for all its flows. The rules are there before the identities are.
func compute(rules api.Rules, known *identities, subject *identity.Identity) (*policy.EndpointPolicy, error) {
	repository := policy.NewPolicyRepository(quiet, nil, nil, nil, identitymanager.NewIDManager(quiet), unmeasured{})
	repository.MustAddPolicyEntries(utils.RulesToPolicyEntries(rules))
	for _, cache := range []*policy.SelectorCache{repository.GetSubjectSelectorCache(), repository.GetSelectorCache()} {
		wait := &sync.WaitGroup{}
		cache.UpdateIdentities(known.byID, nil, wait)
		wait.Wait()
	}
	selected, _, err := repository.ComputeSelectorPolicy(subject)
	if err != nil {
		return nil, err
	}
	ports := map[string]uint16{policy.FallbackRedirectID: math.MaxUint16}
	distilled := selected.DistillPolicy(quiet, endpoint{subject.ID}, ports)
	return distilled, distilled.Ready()
}

func lookup(engine *policy.EndpointPolicy, to identity.NumericIdentity, one flow) (bool, error) {
	protocol, err := u8proto.ParseProtocol(one.Protocol)
	if err != nil {
		return false, err
	}
	if one.Port == 0 || (protocol != u8proto.TCP && protocol != u8proto.UDP) {
		return false, fmt.Errorf("no flow of %s to port %d", one.Protocol, one.Port)
	}
	entry, _, _ := engine.Lookup(policy.EgressKey().WithIdentity(to).WithPortProto(protocol, one.Port))
	return !entry.IsDeny(), nil
}

// unmeasured counts nothing.
type unmeasured struct{}

func (unmeasured) AddRule(types.PolicyEntry) {}
func (unmeasured) DelRule(types.PolicyEntry) {}

// endpoint is a pod without ports of its own.
type endpoint struct{ id identity.NumericIdentity }

func (e endpoint) GetID() uint64                                      { return uint64(e.id) }
func (e endpoint) GetIngressNamedPort(string, u8proto.U8proto) uint16 { return 0 }
func (e endpoint) PolicyDebug(string, ...any)                         {}
func (e endpoint) IsHost() bool                                       { return false }
func (e endpoint) PreviousMapStateSizes() policy.MapStateSizes        { return policy.MapStateSizes{} }
func (e endpoint) RegenerateIfAlive(*regeneration.ExternalRegenerationMetadata) <-chan bool {
	return nil
}
