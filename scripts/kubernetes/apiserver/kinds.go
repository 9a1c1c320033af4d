package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	_ "k8s.io/kubernetes/pkg/apis/batch/install"
	_ "k8s.io/kubernetes/pkg/apis/core/install"
	_ "k8s.io/kubernetes/pkg/apis/networking/install"
	_ "k8s.io/kubernetes/pkg/apis/rbac/install"
	"k8s.io/kubernetes/pkg/registry/batch/job"
	"k8s.io/kubernetes/pkg/registry/core/configmap"
	"k8s.io/kubernetes/pkg/registry/core/namespace"
	"k8s.io/kubernetes/pkg/registry/core/pod"
	"k8s.io/kubernetes/pkg/registry/core/serviceaccount"
	"k8s.io/kubernetes/pkg/registry/networking/networkpolicy"
	"k8s.io/kubernetes/pkg/registry/rbac/clusterrole"
	"k8s.io/kubernetes/pkg/registry/rbac/clusterrolebinding"
	"k8s.io/kubernetes/pkg/registry/rbac/role"
	"k8s.io/kubernetes/pkg/registry/rbac/rolebinding"
)

// strict decodes, defaults and converts what the server serves itself, and refuses fields that are unknown or written twice.
var strict = serializer.NewCodecFactory(legacyscheme.Scheme, serializer.EnableStrict)

// builtin are the strategies by which the server creates its own kinds.
var builtin = map[schema.GroupVersionKind]rest.RESTCreateStrategy{
	kind("networking.k8s.io", "NetworkPolicy"):              networkpolicy.Strategy,
	kind("rbac.authorization.k8s.io", "Role"):               role.Strategy,
	kind("rbac.authorization.k8s.io", "RoleBinding"):        rolebinding.Strategy,
	kind("rbac.authorization.k8s.io", "ClusterRole"):        clusterrole.Strategy,
	kind("rbac.authorization.k8s.io", "ClusterRoleBinding"): clusterrolebinding.Strategy,
	kind("", "ServiceAccount"):                              serviceaccount.Strategy,
	kind("", "ConfigMap"):                                   configmap.Strategy,
	kind("", "Namespace"):                                   namespace.Strategy,
	kind("", "Pod"):                                         pod.Strategy,
	kind("batch", "Job"):                                    job.Strategy,
}

func kind(group, name string) schema.GroupVersionKind {
	return schema.GroupVersionKind{Group: group, Version: "v1", Kind: name}
}

func problemsOf(raw json.RawMessage, custom map[schema.GroupVersionKind]*customKind) []string {
	var types metav1.TypeMeta
	if err := json.Unmarshal(raw, &types); err != nil {
		return []string{err.Error()}
	}
	gvk := types.GroupVersionKind()
	if strategy, ok := builtin[gvk]; ok {
		return created(raw, gvk, strict.UniversalDecoder(), strategy)
	}
	if known, ok := custom[gvk]; ok {
		return created(raw, gvk, known, known.strategy)
	}
	return []string{fmt.Sprintf("no kind %q of %q is known here", types.Kind, types.APIVersion)}
}

// created does what a POST does to an object before it is stored.
func created(raw []byte, gvk schema.GroupVersionKind, decoder runtime.Decoder, strategy rest.RESTCreateStrategy) []string {
	object, _, err := decoder.Decode(raw, nil, nil)
	problems := messages(err)
	if object == nil || (err != nil && !runtime.IsStrictDecodingError(err)) {
		return problems
	}
	accessor, err := meta.Accessor(object)
	if err != nil {
		return append(problems, err.Error())
	}
	rest.FillObjectMetaSystemFields(accessor)
	ctx := request.WithNamespace(context.Background(), accessor.GetNamespace())
	ctx = request.WithRequestInfo(ctx, &request.RequestInfo{IsResourceRequest: true, Verb: "create", APIGroup: gvk.Group, APIVersion: gvk.Version})
	return append(problems, messages(rest.BeforeCreate(strategy, ctx, object))...)
}

func messages(err error) []string {
	var invalid *apierrors.StatusError
	said := []string{}
	if strictErr, ok := runtime.AsStrictDecodingError(err); ok {
		for _, one := range strictErr.Errors() {
			said = append(said, one.Error())
		}
	} else if errors.As(err, &invalid) && invalid.ErrStatus.Details != nil && len(invalid.ErrStatus.Details.Causes) > 0 {
		for _, cause := range invalid.ErrStatus.Details.Causes {
			said = append(said, cause.Field+": "+cause.Message)
		}
	} else if err != nil {
		said = append(said, err.Error())
	}
	return said
}
