package main

import (
	"context"
	"fmt"
	"os"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/install"
	crdv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	crdvalidation "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation"
	structural "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	"k8s.io/apiextensions-apiserver/pkg/registry/customresource"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apiserver/pkg/registry/rest"
	"sigs.k8s.io/json"
	"sigs.k8s.io/yaml"
)

// customKind decodes and creates objects of a version of a CRD.
type customKind struct {
	gvk      schema.GroupVersionKind
	schema   *structural.Structural
	strategy rest.RESTCreateStrategy
}

func customKinds(paths []string) (map[schema.GroupVersionKind]*customKind, error) {
	kinds := map[schema.GroupVersionKind]*customKind{}
	for _, path := range paths {
		crd, err := readCRD(path)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		for _, version := range crd.Spec.Versions {
			known, err := newCustomKind(crd, version)
			if err != nil {
				return nil, fmt.Errorf("%s, %s: %w", path, version.Name, err)
			}
			kinds[known.gvk] = known
		}
	}
	return kinds, nil
}

// readCRD decodes a definition as strictly as the server and judges it as a new one.
func readCRD(path string) (*apiextensions.CustomResourceDefinition, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	raw, err := yaml.YAMLToJSONStrict(text)
	if err != nil {
		return nil, err
	}
	scheme := runtime.NewScheme()
	install.Install(scheme)
	object, _, err := serializer.NewCodecFactory(scheme, serializer.EnableStrict).UniversalDecoder().Decode(raw, nil, nil)
	if err != nil {
		return nil, err
	}
	crd, ok := object.(*apiextensions.CustomResourceDefinition)
	if !ok {
		return nil, fmt.Errorf("a %T is not a definition", object)
	}
	stored(crd)
	return crd, crdvalidation.ValidateCustomResourceDefinition(context.Background(), crd).ToAggregate()
}

// stored fills in what the server does before it judges a definition.
func stored(crd *apiextensions.CustomResourceDefinition) {
	crd.Status.StoredVersions = nil
	for _, version := range crd.Spec.Versions {
		if version.Storage {
			crd.Status.StoredVersions = append(crd.Status.StoredVersions, version.Name)
		}
	}
}

func newCustomKind(crd *apiextensions.CustomResourceDefinition, version apiextensions.CustomResourceDefinitionVersion) (*customKind, error) {
	gvk := schema.GroupVersionKind{Group: crd.Spec.Group, Version: version.Name, Kind: crd.Spec.Names.Kind}
	open, err := apiextensions.GetSchemaForVersion(crd, version.Name)
	if err != nil {
		return nil, err
	}
	validator, _, err := validation.NewSchemaValidator(open.OpenAPIV3Schema)
	if err != nil {
		return nil, err
	}
	shape, err := structural.NewStructural(open.OpenAPIV3Schema)
	if err != nil {
		return nil, err
	}
	shape = shape.DeepCopy()
	if err := defaulting.PruneDefaults(shape); err != nil {
		return nil, err
	}
	namespaced := crd.Spec.Scope == apiextensions.NamespaceScoped
	status := &apiextensions.CustomResourceSubresourceStatus{}
	strategy := customresource.NewStrategy(typer{gvk}, namespaced, gvk, validator, nil, shape, status, nil, []crdv1.SelectableField{})
	return &customKind{gvk, shape, strategy}, nil
}

// Decode prunes and defaults as the server does, and names the fields that it prunes.
func (k *customKind) Decode(raw []byte, _ *schema.GroupVersionKind, _ runtime.Object) (runtime.Object, *schema.GroupVersionKind, error) {
	content := map[string]interface{}{}
	said, err := json.UnmarshalStrict(raw, &content)
	if err != nil {
		return nil, &k.gvk, err
	}
	unknown, err := k.prune(content)
	if err != nil {
		return nil, &k.gvk, err
	}
	for _, path := range unknown {
		said = append(said, fmt.Errorf("unknown field %q", path))
	}
	defaulting.Default(content, k.schema)
	object := &unstructured.Unstructured{Object: content}
	if len(said) > 0 {
		return object, &k.gvk, runtime.NewStrictDecodingError(said)
	}
	return object, &k.gvk, nil
}

// prune takes out what the schema does not have; the schema does not speak of apiVersion, kind and metadata.
func (k *customKind) prune(content map[string]interface{}) ([]string, error) {
	metadata, found, unknown, err := objectmeta.GetObjectMetaWithOptions(content, objectmeta.ObjectMetaOptions{ReturnUnknownFieldPaths: true})
	if err != nil {
		return nil, err
	}
	tracked := structural.UnknownFieldPathOptions{TrackUnknownFieldPaths: true}
	unknown = append(unknown, pruning.PruneWithOptions(content, k.schema, true, tracked)...)
	defaulting.PruneNonNullableNullsWithoutDefaults(content, k.schema)
	fieldErr, more := objectmeta.CoerceWithOptions(nil, content, k.schema, false, objectmeta.CoerceOptions{ReturnUnknownFieldPaths: true})
	if fieldErr != nil {
		return nil, fieldErr
	}
	content["apiVersion"], content["kind"] = k.gvk.GroupVersion().String(), k.gvk.Kind
	if found {
		err = objectmeta.SetObjectMeta(content, metadata)
	}
	return append(unknown, more...), err
}

// typer knows one kind.
type typer struct{ gvk schema.GroupVersionKind }

func (t typer) ObjectKinds(runtime.Object) ([]schema.GroupVersionKind, bool, error) {
	return []schema.GroupVersionKind{t.gvk}, false, nil
}

func (t typer) Recognizes(gvk schema.GroupVersionKind) bool { return gvk == t.gvk }
