package worlds

import (
	"bytes"
	"io"
	"io/fs"
	"slices"
	"strings"
	"time"
)

// A memory is a read-only folder of files in memory, sorted by name.
type memory []file

type file struct {
	name string
	data []byte
}

// Open opens a file, or the folder itself as ".".
func (m memory) Open(name string) (fs.File, error) {
	if name == "." {
		return &listing{rest: m}, nil
	}
	i, ok := slices.BinarySearchFunc(m, name, func(f file, name string) int { return strings.Compare(f.name, name) })
	if !ok || !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &opened{bytes.NewReader(m[i].data), m[i]}, nil
}

type opened struct {
	*bytes.Reader
	file
}

func (o *opened) Close() error               { return nil }
func (o *opened) Stat() (fs.FileInfo, error) { return o.file, nil }
func (o *opened) Size() int64                { return o.file.Size() }

// The methods of fs.FileInfo; a folder is a file without a name.

func (f file) Name() string       { return f.name }
func (f file) Size() int64        { return int64(len(f.data)) }
func (f file) ModTime() time.Time { return time.Time{} }
func (f file) IsDir() bool        { return f.name == "." }
func (f file) Sys() any           { return nil }
func (f file) Mode() fs.FileMode {
	if f.IsDir() {
		return fs.ModeDir | 0o555
	}
	return 0o444
}

// A listing is the folder, opened.
type listing struct{ rest memory }

func (l *listing) Close() error               { return nil }
func (l *listing) Stat() (fs.FileInfo, error) { return file{name: "."}, nil }
func (l *listing) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: ".", Err: fs.ErrInvalid}
}

// ReadDir returns the next n files, or all that are left if n is not positive.
func (l *listing) ReadDir(n int) ([]fs.DirEntry, error) {
	if n > 0 && len(l.rest) == 0 {
		return nil, io.EOF
	}
	if n <= 0 || n > len(l.rest) {
		n = len(l.rest)
	}
	list := make([]fs.DirEntry, n)
	for i, f := range l.rest[:n] {
		list[i] = fs.FileInfoToDirEntry(f)
	}
	l.rest = l.rest[n:]
	return list, nil
}
