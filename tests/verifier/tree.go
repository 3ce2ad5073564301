package main

// RFC 6962 trees and the checks of RFC 9162 sections 2.1.3.2 and 2.1.4.2.

import "crypto/sha256"

type hash [32]byte

func sha(parts ...[]byte) (out hash) {
	h := sha256.New()
	for _, part := range parts {
		h.Write(part)
	}
	copy(out[:], h.Sum(nil))
	return out
}

func leafHash(data []byte) hash      { return sha([]byte{0}, data) }
func nodeHash(left, right hash) hash { return sha([]byte{1}, left[:], right[:]) }
func toHash(data []byte) (h hash)    { copy(h[:], data); return h }
func isPowerOfTwo(n uint64) bool     { return n&(n-1) == 0 }

func rootOf(leaves []hash) hash {
	switch len(leaves) {
	case 0:
		return sha()
	case 1:
		return leaves[0]
	}
	split := 1
	for split*2 < len(leaves) {
		split *= 2
	}
	return nodeHash(rootOf(leaves[:split]), rootOf(leaves[split:]))
}

func includes(root, leaf hash, index, size uint64, path []hash) bool {
	if index >= size {
		return false
	}
	fn, sn, r := index, size-1, leaf
	for _, p := range path {
		if sn == 0 {
			return false
		}
		if fn&1 == 1 || fn == sn {
			r = nodeHash(p, r)
			for fn&1 == 0 && fn != 0 {
				fn, sn = fn>>1, sn>>1
			}
		} else {
			r = nodeHash(r, p)
		}
		fn, sn = fn>>1, sn>>1
	}
	return sn == 0 && r == root
}

func isConsistent(first uint64, firstRoot hash, second uint64, secondRoot hash, path []hash) bool {
	if first == 0 || first > second {
		return false
	}
	if first == second {
		return len(path) == 0 && firstRoot == secondRoot
	}
	if len(path) == 0 {
		return false
	}
	if isPowerOfTwo(first) {
		path = append([]hash{firstRoot}, path...)
	}
	fn, sn := first-1, second-1
	for fn&1 == 1 {
		fn, sn = fn>>1, sn>>1
	}
	fr, sr := path[0], path[0]
	for _, c := range path[1:] {
		if sn == 0 {
			return false
		}
		if fn&1 == 1 || fn == sn {
			fr, sr = nodeHash(c, fr), nodeHash(c, sr)
			for fn&1 == 0 && fn != 0 {
				fn, sn = fn>>1, sn>>1
			}
		} else {
			sr = nodeHash(sr, c)
		}
		fn, sn = fn>>1, sn>>1
	}
	return fr == firstRoot && sr == secondRoot && sn == 0
}
