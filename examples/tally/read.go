package main

import (
	"errors"
	"io"
	"os"

	"github.com/vicinia/vicinia/ballot/format"
)

// A file is opened when it is read, so that any number can be shards, and again after Seek.
type file struct {
	name string
	*os.File
	end error // what reading ended with
}

func (f *file) Read(b []byte) (n int, err error) {
	if f.File == nil {
		if f.File, err = os.Open(f.name); err != nil {
			return 0, err
		}
	}
	if f.end != nil {
		return 0, f.end
	}
	if n, err = f.File.Read(b); err != nil {
		f.Close() // it was only read
		f.end = err
	}
	return n, err
}

// Seek goes back to the begin of a file that has one.
func (f *file) Seek(offset int64, whence int) (int64, error) {
	info, err := os.Stat(f.name)
	switch {
	case err != nil:
		return 0, err
	case !info.Mode().IsRegular() || offset != 0:
		return 0, errors.New(f.name + " can be read once")
	case whence == io.SeekStart && f.File != nil:
		f.Close()
		f.File, f.end = nil, nil
	}
	return 0, nil
}

// shards are the files of one vote, and those in folders.
func (o *options) shards(in io.Reader) (shards []format.Shard, err error) {
	for _, name := range o.files {
		info, err := os.Stat(name)
		switch {
		case name == "-":
			shards = append(shards, format.Shard{Name: "stdin", Reader: in})
		case err == nil && info.IsDir():
			folder, err := format.Folder(os.DirFS(name), name)
			if err != nil {
				return nil, err
			}
			shards = append(shards, folder...)
		default:
			shards = append(shards, format.Shard{Name: name, Reader: &file{name: name}})
		}
	}
	return shards, nil
}
