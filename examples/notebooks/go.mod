module github.com/vicinia/vicinia/examples/notebooks

go 1.26.0

require (
	github.com/stretchr/testify v1.12.1
	github.com/vicinia/vicinia v0.0.0
)

require go.yaml.in/yaml/v3 v3.0.5 // indirect

replace github.com/vicinia/vicinia => ../..
