// Package check validates what the commands print against the JSON Schemas of
// examples/embed. It is a module of its own, so that nobody who imports the library
// downloads a validator.
package check
