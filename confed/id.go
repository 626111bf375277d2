package confed

import "github.com/vicinia/vicinia/confed/census"

// The ids of people and places are those of the census, which cannot know the others.
type (
	PersonID       = census.PersonID
	JurisdictionID = census.JurisdictionID
)
