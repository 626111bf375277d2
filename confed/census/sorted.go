package census

// Sorted returns the numbers of all persons in the byte order of their ids.
func (r *Register) Sorted() []int {
	list := make([]uint32, r.Len())
	for i := range list {
		list[i] = uint32(i)
	}
	r.sort(list)
	numbers := make([]int, len(list))
	for k, i := range list {
		numbers[k] = int(i)
	}
	return numbers
}
