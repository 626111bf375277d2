// Package census says who lives where, and so who votes. Vicinity decides, and age:
// neither a [Register] nor a [Rule] has room for anything else about a person.
package census
