package main

import (
	"context"
	"encoding/json"
	"fmt"

	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/authentication/serviceaccount"
	"k8s.io/apiserver/pkg/authentication/user"
	"k8s.io/apiserver/pkg/authorization/authorizer"
	"k8s.io/kubernetes/pkg/registry/rbac/validation"
	"k8s.io/kubernetes/plugin/pkg/auth/authorizer/rbac"
	"k8s.io/kubernetes/plugin/pkg/auth/authorizer/rbac/bootstrappolicy"
)

type accessCase struct {
	ID          string            `json:"id"`
	Objects     []json.RawMessage `json:"objects"`
	User        string            `json:"user"`
	Verb        string            `json:"verb"`
	Group       string            `json:"group"`
	Resource    string            `json:"resource"`
	Subresource string            `json:"subresource"`
	Namespace   string            `json:"namespace"`
	Name        string            `json:"name"`
}

type accessVerdict struct {
	ID      string `json:"id"`
	Allowed bool   `json:"allowed"`
}

// granted is what a server would have stored: its own roles and bindings, and those of a case.
type granted struct {
	roles               []*rbacv1.Role
	bindings            []*rbacv1.RoleBinding
	clusterRoles        []*rbacv1.ClusterRole
	clusterRoleBindings []*rbacv1.ClusterRoleBinding
}

func review(in accessCase) (accessVerdict, error) {
	who, err := account(in.User)
	if err != nil {
		return accessVerdict{}, err
	}
	all := bootstrap()
	for _, raw := range in.Objects {
		if err := all.add(raw); err != nil {
			return accessVerdict{}, err
		}
	}
	all.aggregate()
	_, stored := validation.NewTestRuleResolver(all.roles, all.bindings, all.clusterRoles, all.clusterRoleBindings)
	decision, _, err := rbac.New(stored, stored, stored, stored).Authorize(context.Background(), authorizer.AttributesRecord{
		User: who, Verb: in.Verb, APIGroup: in.Group, APIVersion: "*", Resource: in.Resource, Subresource: in.Subresource,
		Namespace: in.Namespace, Name: in.Name, ResourceRequest: true,
	})
	return accessVerdict{in.ID, decision == authorizer.DecisionAllow}, err
}

// account is a service account with the groups that the server gives it.
func account(name string) (user.Info, error) {
	namespace, _, err := serviceaccount.SplitUsername(name)
	if err != nil {
		return nil, err
	}
	groups := append(serviceaccount.MakeGroupNames(namespace), user.AllAuthenticated)
	return &user.DefaultInfo{Name: name, Groups: groups}, nil
}

func bootstrap() *granted {
	all := &granted{}
	for _, one := range bootstrappolicy.ClusterRoles() {
		all.clusterRoles = append(all.clusterRoles, one.DeepCopy())
	}
	for _, one := range bootstrappolicy.ClusterRoleBindings() {
		all.clusterRoleBindings = append(all.clusterRoleBindings, one.DeepCopy())
	}
	return all
}

// add decodes an object of RBAC; others give no access.
func (g *granted) add(raw json.RawMessage) error {
	var types metav1.TypeMeta
	if err := json.Unmarshal(raw, &types); err != nil {
		return err
	}
	if types.GroupVersionKind().Group != rbacv1.GroupName {
		return nil
	}
	target := schema.GroupVersions{rbacv1.SchemeGroupVersion}
	object, _, err := strict.DecoderToVersion(strict.UniversalDeserializer(), target).Decode(raw, nil, nil)
	if err != nil {
		return err
	}
	switch one := object.(type) {
	case *rbacv1.Role:
		g.roles = append(g.roles, one)
	case *rbacv1.RoleBinding:
		g.bindings = append(g.bindings, one)
	case *rbacv1.ClusterRole:
		g.clusterRoles = append(g.clusterRoles, one)
	case *rbacv1.ClusterRoleBinding:
		g.clusterRoleBindings = append(g.clusterRoleBindings, one)
	default:
		return fmt.Errorf("a %T gives no access", object)
	}
	return nil
}

// aggregate fills in the rules of aggregated roles, as a controller of the server does. Roles that are aggregated are so from others
// that may be aggregated too (view in edit, edit in admin), so it takes as many rounds as there may be steps.
func (g *granted) aggregate() {
	for range 4 {
		for _, one := range g.clusterRoles {
			if one.AggregationRule != nil {
				one.Rules = g.rulesFor(one)
			}
		}
	}
}

func (g *granted) rulesFor(aggregated *rbacv1.ClusterRole) []rbacv1.PolicyRule {
	rules := []rbacv1.PolicyRule{}
	for _, wanted := range aggregated.AggregationRule.ClusterRoleSelectors {
		selector, err := metav1.LabelSelectorAsSelector(&wanted)
		if err != nil {
			continue
		}
		for _, one := range g.clusterRoles {
			if one != aggregated && selector.Matches(labels.Set(one.Labels)) {
				rules = append(rules, one.Rules...)
			}
		}
	}
	return rules
}
