package format

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/vicinia/vicinia"
)

// Limits of a folder or an archive.
const (
	MaxFiles    = 1 << 20
	MaxArchive  = 1 << 29 // packed bytes
	MaxUnpacked = 1 << 33 // bytes of all files of an archive
	MaxRatio    = 256     // of unpacked bytes to packed ones, beyond a first MiB

	freeUnpacked = 1 << 20
)

// Folder makes shards of the files of a folder and of those below it, in the order of their
// paths, for votes that stand in many files. Their names are those of the folder and the path.
// Files whose names begin with a dot are passed over. A file is opened when it is read, closed
// at its end, and can be read again.
//
//	shards, err := format.Folder(os.DirFS("export"), "export")
//
// An archive is a folder too: see [archive/zip.Reader]. [Reader] opens those that are shards.
func Folder(fsys fs.FS, name string) (shards []Shard, err error) {
	err = fs.WalkDir(fsys, ".", func(at string, d fs.DirEntry, err error) error {
		hidden := at != "." && strings.HasPrefix(d.Name(), ".") || d != nil && d.Name() == "__MACOSX"
		switch {
		case err != nil:
			return err
		case hidden && d.IsDir():
			return fs.SkipDir
		case hidden || d.IsDir():
			return nil
		case len(shards) == MaxFiles:
			return fmt.Errorf("%s: more than %d files", name, MaxFiles)
		}
		shards = append(shards, Shard{Name: path.Join(name, at), Reader: &member{fsys: fsys, path: at}})
		return nil
	})
	if err == nil && shards == nil {
		err = fmt.Errorf("%s: no files", name)
	}
	return shards, err
}

// A member is a file of a folder: opened when it is read, and again after Seek.
type member struct {
	fsys fs.FS
	path string
	open fs.File
	end  error // what reading ended with
}

func (f *member) Read(to []byte) (n int, err error) {
	if f.end != nil {
		return 0, f.end
	}
	if f.open == nil {
		if f.open, err = f.fsys.Open(f.path); err != nil {
			return 0, err
		}
	}
	if n, err = f.open.Read(to); err != nil {
		f.close()
		f.end = err
	}
	return n, err
}

// close ends the reading.
func (f *member) close() {
	if f.open != nil {
		f.open.Close() // it was only read
	}
	f.open, f.end = nil, io.EOF
}

// Seek goes back to the begin, or tells that the file is there.
func (f *member) Seek(offset int64, whence int) (int64, error) {
	if offset != 0 || whence == io.SeekEnd {
		return 0, errors.New("a file of a folder is read from its begin")
	}
	if whence == io.SeekStart {
		f.close()
		f.end = nil
	}
	return 0, nil
}

// isArchive reports whether a shard is an archive by its name.
func isArchive(s Shard) bool { return strings.EqualFold(path.Ext(s.Name), ".zip") }

// unpacked are the shards, with the files of those that are archives in their places.
func unpacked(shards []Shard) (all []Shard, err error) {
	if !slices.ContainsFunc(shards, isArchive) {
		return shards, nil
	}
	for _, s := range shards {
		if !isArchive(s) {
			all = append(all, s)
			continue
		}
		z, err := unpack(s.Reader)
		var files []Shard
		if err == nil {
			files, err = Folder(z, s.Name)
		}
		if err != nil {
			return nil, &vicinia.Fault{File: s.Name, Line: 1, Column: 1, Err: err}
		}
		all = append(all, files...)
	}
	return all, nil
}

// unpack opens an archive, and refuses one that grows too large. A file of it is not longer
// than the archive says: archive/zip sees to that.
func unpack(r io.Reader) (*zip.Reader, error) {
	packed, err := io.ReadAll(io.LimitReader(r, MaxArchive+1))
	if err != nil {
		return nil, err
	}
	if len(packed) > MaxArchive {
		return nil, fmt.Errorf("an archive of more than %d bytes", MaxArchive)
	}
	z, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		return nil, fmt.Errorf("the archive: %w", err)
	}
	if len(z.File) > MaxFiles {
		return nil, fmt.Errorf("an archive of more than %d files", MaxFiles)
	}
	left := min(MaxUnpacked, freeUnpacked+MaxRatio*uint64(len(packed)))
	for _, f := range z.File {
		if f.UncompressedSize64 > left {
			return nil, fmt.Errorf("the archive grows to more than %d bytes, or %d times its own", uint64(MaxUnpacked), MaxRatio)
		}
		left -= f.UncompressedSize64
	}
	return z, nil
}
