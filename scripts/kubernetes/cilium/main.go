// Command cilium judges flows by CiliumNetworkPolicies with Cilium's own parser and policy engine.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/cilium/cilium/pkg/option"
	"github.com/cilium/cilium/pkg/policy"
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
}

type flow struct {
	To       peer   `json:"to"`
	Protocol string `json:"protocol"`
	Port     uint16 `json:"port"`
}

// peer is a pod, or an entity of the cluster, or an address, of which a host is known when the pod asked for it.
type peer struct {
	IP     string `json:"ip"`
	Host   string `json:"host"`
	Pod    *pod   `json:"pod"`
	Entity string `json:"entity"`
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
	option.Config.EnableL7Proxy = true
	option.Config.EnableIPv4, option.Config.EnableIPv6 = true, true
	policy.SetPolicyEnabled(option.DefaultEnforcement)
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
		return fmt.Errorf("usage: cilium <file of JSON>")
	}
	file, err := os.Open(os.Args[1])
	if err != nil {
		return err
	}
	defer file.Close()
	decoder := json.NewDecoder(file)
	decoder.DisallowUnknownFields()
	return decoder.Decode(in)
}
