package main

import "math/bits"

const (
	subBits = 6 // 64 steps per power of two: a value is known to 1.6 %
	steps   = 1 << subBits
)

// histogram counts nanoseconds in buckets whose width grows with the value.
type histogram struct {
	count   int64
	buckets [(64 - subBits) * steps]int64
}

func (h *histogram) record(nanoseconds int64) {
	h.count++
	h.buckets[bucket(uint64(nanoseconds))]++
}

func (h *histogram) add(other *histogram) {
	h.count += other.count
	for index, count := range other.buckets {
		h.buckets[index] += count
	}
}

// quantile is the middle of the bucket that holds the value at the given share, 0 to 1, in nanoseconds.
func (h *histogram) quantile(share float64) float64 {
	rank := int64(share * float64(h.count))
	if rank >= h.count {
		rank = h.count - 1
	}
	for index, count := range h.buckets {
		if rank < count {
			return float64(lowest(index)+lowest(index+1)) / 2
		}
		rank -= count
	}
	return 0
}

// bucket keeps values below 2*steps exactly; above, the top subBits+1 bits.
func bucket(value uint64) int {
	shift := bits.Len64(value) - subBits - 1
	if shift <= 0 {
		return int(value)
	}
	return shift<<subBits + int(value>>shift)
}

// lowest is the smallest value of a bucket.
func lowest(index int) uint64 {
	if index < 2*steps {
		return uint64(index)
	}
	shift := index>>subBits - 1
	return uint64(index-shift<<subBits) << shift
}
