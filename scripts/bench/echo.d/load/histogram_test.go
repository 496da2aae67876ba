package main

import "testing"

func TestBucketsMeetWithoutGapsAndKeepValuesWithinTheirStep(t *testing.T) {
	for _, value := range []uint64{0, 1, 63, 64, 127, 128, 129, 255, 256, 1000, 65535, 65536, 1 << 40, 1<<62 + 12345} {
		index := bucket(value)
		low, high := lowest(index), lowest(index+1)
		if value < low || value >= high || high-low > 1+value/steps {
			t.Errorf("%d is in bucket %d, %d to %d", value, index, low, high)
		}
	}
	if bucket(1<<63-1) >= len(new(histogram).buckets) {
		t.Error("the largest duration has no bucket")
	}
}

func TestQuantilesOfAKnownSeries(t *testing.T) {
	var first, second histogram
	for value := int64(1); value <= 100; value++ {
		if value%2 == 0 {
			first.record(value)
		} else {
			second.record(value)
		}
	}
	first.add(&second)
	for share, expected := range map[float64]float64{0: 1.5, 0.5: 51.5, 0.99: 100.5, 1: 100.5} {
		if got := first.quantile(share); got != expected {
			t.Errorf("quantile %v is %v, not %v", share, got, expected)
		}
	}
}
