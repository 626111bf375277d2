package worlds_test

import (
	"fmt"
	"log"

	"github.com/vicinia/vicinia/confed/folder"
	"github.com/vicinia/vicinia/examples/worlds"
)

func ExampleFind() {
	dir, ok := worlds.Find("worked")
	if !ok {
		log.Fatal("no world of that name")
	}
	world, refused, err := folder.Read(dir)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(world.Years(), len(refused))
	// Output: [2025] 2
}
