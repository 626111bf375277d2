// Package projects is participatory budgeting: which projects are funded.
package projects
