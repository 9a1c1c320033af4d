// Command matcher judges flows by NetworkPolicies with the matcher of cyclonus, which is of nobody who wrote or enforces them.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"strings"

	"github.com/mattfenwick/cyclonus/pkg/matcher"
	v1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

type input struct {
	Cases []flowCase `json:"cases"`
}

type flowCase struct {
	ID       string            `json:"id"`
	Policies []json.RawMessage `json:"policies"`
	Subject  pod               `json:"subject"`
	Flows    []flow            `json:"flows"`
}

type pod struct {
	Namespace string            `json:"namespace"`
	Labels    map[string]string `json:"labels"`
	IP        string            `json:"ip"`
}

type flow struct {
	To       peer   `json:"to"`
	Protocol string `json:"protocol"`
	Port     int    `json:"port"`
}

// peer is a pod, or an address outside the cluster.
type peer struct {
	IP  string `json:"ip"`
	Pod *pod   `json:"pod"`
}

type output struct {
	Cases []verdict `json:"cases"`
}

type verdict struct {
	ID       string   `json:"id"`
	Problems []string `json:"problems"`
	Flows    []bool   `json:"flows"`
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}

func run() error {
	var in input
	if err := read(&in); err != nil {
		return err
	}
	out := output{Cases: []verdict{}}
	for _, one := range in.Cases {
		said, err := judge(one)
		if err != nil {
			return fmt.Errorf("case %s: %w", one.ID, err)
		}
		out.Cases = append(out.Cases, said)
	}
	return json.NewEncoder(os.Stdout).Encode(out)
}

func read(in *input) error {
	if len(os.Args) != 2 {
		return fmt.Errorf("usage: matcher <file of JSON>")
	}
	file, err := os.Open(os.Args[1])
	if err != nil {
		return err
	}
	defer file.Close()
	return strict(json.NewDecoder(file), in)
}

func strict(decoder *json.Decoder, into any) error {
	decoder.DisallowUnknownFields()
	return decoder.Decode(into)
}

// judge decides the flows of a case. A policy that cannot be read is a problem, and is not there for the flows.
func judge(one flowCase) (verdict, error) {
	said := verdict{ID: one.ID, Problems: []string{}, Flows: []bool{}}
	policies := matcher.NewPolicy()
	for at, raw := range one.Policies {
		if err := add(policies, raw); err != nil {
			said.Problems = append(said.Problems, fmt.Sprintf("policy %d: %s", at, err))
		}
	}
	for _, flow := range one.Flows {
		passes, err := allowed(policies, one.Subject, flow)
		if err != nil {
			return said, err
		}
		said.Flows = append(said.Flows, passes)
	}
	return said, nil
}

// add reads a policy and builds its targets; the library panics at what it cannot build.
func add(policies *matcher.Policy, raw json.RawMessage) (err error) {
	var written networkingv1.NetworkPolicy
	if err := strict(json.NewDecoder(bytes.NewReader(raw)), &written); err != nil {
		return err
	}
	if written.APIVersion != "networking.k8s.io/v1" || written.Kind != "NetworkPolicy" {
		return fmt.Errorf("%s %s is no NetworkPolicy of networking.k8s.io/v1", written.APIVersion, written.Kind)
	}
	if err := matchable(written.Spec); err != nil {
		return err
	}
	defer func() {
		if said := recover(); said != nil {
			err = fmt.Errorf("%v", said)
		}
	}()
	_, egress := matcher.BuildTarget(&written)
	if egress != nil {
		policies.AddTarget(false, egress)
	}
	return nil
}

// matchable refuses what the library would panic at later, or match in another way than Kubernetes.
func matchable(spec networkingv1.NetworkPolicySpec) error {
	errs := []error{selectable(&spec.PodSelector)}
	for _, rule := range spec.Egress {
		for _, to := range rule.To {
			errs = append(errs, selectable(to.PodSelector), selectable(to.NamespaceSelector))
			if to.IPBlock != nil {
				errs = append(errs, blocks(append([]string{to.IPBlock.CIDR}, to.IPBlock.Except...)))
			}
		}
	}
	return errors.Join(errs...)
}

func blocks(all []string) error {
	for _, block := range all {
		if _, _, err := net.ParseCIDR(block); err != nil {
			return err
		}
	}
	return nil
}

// selectable refuses NotIn: without the label it matches in Kubernetes, and not in the library.
func selectable(selector *metav1.LabelSelector) error {
	if selector == nil {
		return nil
	}
	for _, one := range selector.MatchExpressions {
		if one.Operator == metav1.LabelSelectorOpNotIn {
			return fmt.Errorf("the matcher cannot judge NotIn, here of %q", one.Key)
		}
	}
	return nil
}

func allowed(policies *matcher.Policy, subject pod, one flow) (bool, error) {
	to, err := destination(one.To)
	if err != nil {
		return false, err
	}
	protocol := v1.Protocol(strings.ToUpper(one.Protocol))
	if one.Port < 1 || one.Port > 65535 || (protocol != v1.ProtocolTCP && protocol != v1.ProtocolUDP) {
		return false, fmt.Errorf("no flow of %s to port %d", one.Protocol, one.Port)
	}
	traffic := &matcher.Traffic{
		Source:       &matcher.TrafficPeer{Internal: internal(subject), IP: subject.IP},
		Destination:  to,
		ResolvedPort: one.Port,
		Protocol:     protocol,
	}
	return policies.IsIngressOrEgressAllowed(traffic, false).IsAllowed(), nil
}

func destination(to peer) (*matcher.TrafficPeer, error) {
	if to.Pod != nil {
		_, err := netip.ParseAddr(to.Pod.IP)
		return &matcher.TrafficPeer{Internal: internal(*to.Pod), IP: to.Pod.IP}, err
	}
	_, err := netip.ParseAddr(to.IP)
	return &matcher.TrafficPeer{IP: to.IP}, err
}

func internal(one pod) *matcher.InternalPeer {
	namespace := map[string]string{v1.LabelMetadataName: one.Namespace}
	return &matcher.InternalPeer{PodLabels: one.Labels, NamespaceLabels: namespace, Namespace: one.Namespace}
}
