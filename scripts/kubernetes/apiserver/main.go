// Command apiserver judges objects and access reviews with the code of the Kubernetes API server, in this process and without a server.
package main

import (
	"encoding/json"
	"fmt"
	"os"
)

type input struct {
	CRDs    []string     `json:"crds"`
	Objects []objectCase `json:"objects"`
	Reviews []accessCase `json:"reviews"`
}

type objectCase struct {
	ID     string          `json:"id"`
	Object json.RawMessage `json:"object"`
}

type output struct {
	Objects []objectVerdict `json:"objects"`
	Reviews []accessVerdict `json:"reviews"`
}

type objectVerdict struct {
	ID       string   `json:"id"`
	Problems []string `json:"problems"`
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
	custom, err := customKinds(in.CRDs)
	if err != nil {
		return err
	}
	out := output{Objects: []objectVerdict{}, Reviews: []accessVerdict{}}
	for _, one := range in.Objects {
		out.Objects = append(out.Objects, objectVerdict{one.ID, problemsOf(one.Object, custom)})
	}
	for _, one := range in.Reviews {
		verdict, err := review(one)
		if err != nil {
			return fmt.Errorf("review %s: %w", one.ID, err)
		}
		out.Reviews = append(out.Reviews, verdict)
	}
	return json.NewEncoder(os.Stdout).Encode(out)
}

func read(in *input) error {
	if len(os.Args) != 2 {
		return fmt.Errorf("usage: apiserver <file of JSON>")
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
