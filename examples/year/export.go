package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/folder"
	"github.com/vicinia/vicinia/confed/report"
	"github.com/vicinia/vicinia/confed/year"
)

// The files of an export beside those of the world.
const (
	journalName = "ledger.journal"
	resultName  = "result.json"
)

// export writes a world and its year to a folder that is new, empty, or an export that it
// replaces. The folder is made beside its place and moved there whole.
func export(dir string, r *year.Report, refused []confed.Refusal) error {
	var journal, result bytes.Buffer
	if err := errors.Join(r.Book.WriteHledger(&journal), report.JSON(&result, r, refused)); err != nil {
		return err
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	if err := replaceable(dir); err != nil {
		return err
	}
	stage, err := os.MkdirTemp(filepath.Dir(dir), ".year-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(stage)
	fresh := filepath.Join(stage, "new")
	if err := folder.Write(fresh, r.World, refused); err != nil {
		return err
	}
	err = errors.Join(
		os.WriteFile(filepath.Join(fresh, journalName), journal.Bytes(), 0o666),
		os.WriteFile(filepath.Join(fresh, resultName), result.Bytes(), 0o666))
	if err != nil {
		return err
	}
	return swap(fresh, dir, filepath.Join(stage, "old"))
}

// swap moves a folder to its place, and what was there to old; if that fails, nothing has
// moved.
func swap(fresh, dir, old string) error {
	err := os.Rename(dir, old)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	had := err == nil
	if err := os.Rename(fresh, dir); err != nil {
		if had {
			return errors.Join(err, os.Rename(old, dir))
		}
		return err
	}
	return nil
}

// replaceable refuses a folder that holds anything but a former export.
func replaceable(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
		return nil
	}
	if err != nil {
		return err
	}
	ours := []string{journalName, resultName}
	for _, f := range folder.Files() {
		ours = append(ours, f.Name)
	}
	former := false
	for _, e := range entries {
		if !slices.Contains(ours, e.Name()) || !e.Type().IsRegular() {
			return fmt.Errorf("the folder holds %s: want a new or empty one, or a former export", e.Name())
		}
		former = former || e.Name() == resultName
	}
	if !former {
		return fmt.Errorf("the folder holds no %s, so it is no former export: want a new or empty one", resultName)
	}
	return nil
}
