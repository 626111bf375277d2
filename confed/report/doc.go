// Package report shows a year to people and programs.
package report
