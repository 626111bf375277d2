package projects

// MaximinWork is how many edges MaximinSupport looks at.
func MaximinWork(in *Instance) (int, error) {
	f, err := in.compile()
	if err != nil {
		return 0, err
	}
	b := newSpread(f)
	err = b.fund(f.session("", nil))
	return b.net.work + b.next.work, err
}
