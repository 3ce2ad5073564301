// Reads a log that ledger_writer left in a folder, with the note and tree code of the Go project (golang.org/x/mod/sumdb), which
// shares nothing with ours: opens each checkpoint, recomputes the tree from the entries, reads it through its tiles, checks
// our proofs and compares them with its own, and sees that what was tampered with is refused.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const origin = "buuan.example.vn/p11"

func fail(format string, args ...interface{}) {
	fmt.Printf("ledger_go: "+format+"\n", args...)
	os.Exit(1)
}

func must(err error, doing string) {
	if err != nil {
		fail("%s: %v", doing, err)
	}
}

type folder string

func (f folder) read(parts ...string) []byte {
	data, err := os.ReadFile(filepath.Join(append([]string{string(f)}, parts...)...))
	must(err, "reading")
	return data
}

func (f folder) numbers(name, suffix string) []int64 {
	entries, err := os.ReadDir(filepath.Join(string(f), name))
	must(err, "listing "+name)
	var numbers []int64
	for _, entry := range entries {
		n, err := strconv.ParseInt(strings.TrimSuffix(entry.Name(), suffix), 10, 64)
		must(err, "a name in "+name)
		numbers = append(numbers, n)
	}
	sort.Slice(numbers, func(i, j int) bool { return numbers[i] < numbers[j] })
	return numbers
}

// path of a tile as tlog-tiles says: Go's own has the height in it, and "data" for "entries".
func path(tile tlog.Tile) string {
	return strings.Replace(strings.Replace(tile.Path(), "tile/8/", "tile/", 1), "tile/data/", "tile/entries/", 1)
}

// tiles lets Go's tree code read our tiles; it checks each against the tree's root itself.
type tiles struct {
	folder folder
	change func(tlog.Tile, []byte)
}

func (t tiles) Height() int { return 8 }
func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range wanted {
		data := t.folder.read(path(tile))
		if t.change != nil {
			t.change(tile, data)
		}
		all = append(all, data)
	}
	return all, nil
}
func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

type checkpoint struct {
	size int64
	tree tlog.Tree
}

func parseCheckpoint(text string) checkpoint {
	lines := strings.Split(text, "\n")
	if len(lines) != 4 || lines[0] != origin || lines[3] != "" {
		fail("not a checkpoint: %q", text)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err, "size")
	return checkpoint{size, tlog.Tree{N: size, Hash: parseHash(lines[2])}}
}

// open is note.Open, which however takes base64 with any bits behind its end; ours has one spelling.
func open(signed []byte, known note.Verifiers) (*note.Note, error) {
	for _, line := range strings.Split(string(signed), "\n") {
		if strings.HasPrefix(line, "\u2014 ") {
			if _, err := base64.StdEncoding.Strict().DecodeString(line[strings.LastIndex(line, " ")+1:]); err != nil {
				return nil, err
			}
		}
	}
	return note.Open(signed, known)
}

func parseHash(text string) tlog.Hash {
	var hash tlog.Hash
	data, err := base64.StdEncoding.DecodeString(text)
	must(err, "hash")
	if len(data) != tlog.HashSize {
		fail("a hash of %d bytes", len(data))
	}
	copy(hash[:], data)
	return hash
}

func parseHashes(lines string) []tlog.Hash {
	var hashes []tlog.Hash
	for _, line := range strings.Split(lines, "\n") {
		if line != "" {
			hashes = append(hashes, parseHash(line))
		}
	}
	return hashes
}

// entries reads all bundles of a tree of this size.
func entries(f folder, size int64) [][]byte {
	var all [][]byte
	for first := int64(0); first < size; first += 256 {
		width := size - first
		if width > 256 {
			width = 256
		}
		data := f.read(path(tlog.Tile{H: 8, L: -1, N: first / 256, W: int(width)}))
		for i := int64(0); i < width; i++ {
			if len(data) < 2 || len(data) < 2+int(binary.BigEndian.Uint16(data)) {
				fail("a bundle is cut short")
			}
			end := 2 + int(binary.BigEndian.Uint16(data))
			all = append(all, data[2:end])
			data = data[end:]
		}
		if len(data) != 0 {
			fail("a bundle has bytes left over")
		}
	}
	return all
}

// rootOf recomputes the tree from its entries.
func rootOf(all [][]byte) tlog.Hash {
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		var out []tlog.Hash
		for _, index := range indexes {
			out = append(out, stored[index])
		}
		return out, nil
	})
	for i, entry := range all {
		hashes, err := tlog.StoredHashes(int64(i), entry, reader)
		must(err, "hashing")
		stored = append(stored, hashes...)
	}
	root, err := tlog.TreeHash(int64(len(all)), reader)
	must(err, "root")
	return root
}

func same(a, b []tlog.Hash) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// proof is a file after c2sp.org/tlog-proof.
type proof struct {
	extra []byte
	index int64
	path  []tlog.Hash
	note  []byte
}

func parseProof(data []byte) (proof, error) {
	var p proof
	head, signed, found := bytes.Cut(data, []byte("\n\n"))
	if !found {
		return p, fmt.Errorf("no empty line")
	}
	lines := strings.Split(string(head), "\n")
	if len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" || !strings.HasPrefix(lines[1], "extra ") || !strings.HasPrefix(lines[2], "index ") {
		return p, fmt.Errorf("not a proof")
	}
	var err error
	if p.extra, err = base64.StdEncoding.Strict().DecodeString(lines[1][len("extra "):]); err != nil {
		return p, err
	}
	if p.index, err = strconv.ParseInt(lines[2][len("index "):], 10, 64); err != nil {
		return p, err
	}
	for _, line := range lines[3:] {
		hash, err := base64.StdEncoding.Strict().DecodeString(line)
		if err != nil || len(hash) != tlog.HashSize {
			return p, fmt.Errorf("hash %q", line)
		}
		var h tlog.Hash
		copy(h[:], hash)
		p.path = append(p.path, h)
	}
	p.note = signed
	return p, nil
}

func verifyProof(data []byte, known note.Verifiers) (err error) {
	p, err := parseProof(data)
	if err != nil {
		return err
	}
	opened, err := open(p.note, known)
	if err != nil {
		return err
	}
	tree := parseCheckpoint(opened.Text).tree
	return tlog.CheckRecord(p.path, tree.N, tree.Hash, p.index, tlog.RecordHash(p.extra))
}

func main() {
	if len(os.Args) != 2 {
		fail("ledger_check FOLDER")
	}
	f := folder(os.Args[1])
	verifier, err := note.NewVerifier(string(f.read("vkey")))
	must(err, "vkey")
	if verifier.Name() != origin {
		fail("the key's name is %q", verifier.Name())
	}
	known := note.VerifierList(verifier)
	sizes := f.numbers("checkpoint", "")
	if len(sizes) < 10 || sizes[len(sizes)-1] < 700 {
		fail("too few sizes: %v", sizes)
	}
	trees := map[int64]tlog.Tree{}
	proofs, paths, refused := 0, 0, 0
	for _, size := range sizes {
		signed := f.read("checkpoint", fmt.Sprint(size))
		opened, err := open(signed, known)
		must(err, "opening a checkpoint")
		c := parseCheckpoint(opened.Text)
		if c.size != size {
			fail("checkpoint %d says %d", size, c.size)
		}
		trees[size] = c.tree
		for at := range signed {
			changed := append([]byte{}, signed...)
			changed[at] ^= 1
			if _, err := open(changed, known); err == nil {
				fail("a checkpoint with byte %d changed is accepted", at)
			}
			refused++
		}

		all := entries(f, size)
		if rootOf(all) != c.tree.Hash {
			fail("size %d: the entries do not give the signed root", size)
		}
		reader := tlog.TileHashReader(c.tree, tiles{folder: f})
		for i, entry := range all {
			if !json.Valid(entry) {
				fail("entry %d is not JSON", i)
			}
			own, err := tlog.ProveRecord(size, int64(i), reader)
			must(err, "reading tiles")
			must(tlog.CheckRecord(own, size, c.tree.Hash, int64(i), tlog.RecordHash(entry)), "an entry through the tiles")
		}
		lying := tlog.TileHashReader(c.tree, tiles{folder: f, change: func(tile tlog.Tile, data []byte) { data[len(data)-1] ^= 1 }})
		if _, err := tlog.ProveRecord(size, 0, lying); err == nil && size > 1 {
			fail("size %d: a changed tile is accepted", size)
		}

		name := filepath.Join("proof", fmt.Sprint(size))
		for _, index := range f.numbers(name, ".tlog-proof") {
			data := f.read(name, fmt.Sprintf("%d.tlog-proof", index))
			must(verifyProof(data, known), "our proof file")
			p, err := parseProof(data)
			must(err, "our proof file")
			own, err := tlog.ProveRecord(size, index, reader)
			must(err, "proving")
			if p.index != index || !bytes.Equal(p.extra, all[index]) || !same(p.path, own) {
				fail("the proof of %d of %d is another than Go makes", index, size)
			}
			for at := range data {
				changed := append([]byte{}, data...)
				changed[at] ^= 1
				if verifyProof(changed, known) == nil {
					fail("a proof of %d of %d with byte %d changed is accepted", index, size, at)
				}
				refused++
			}
			proofs++
		}

		for _, old := range sizes {
			if old > size {
				break
			}
			ours := parseHashes(string(f.read("consistency", fmt.Sprint(old), fmt.Sprint(size))))
			must(tlog.CheckTree(ours, size, c.tree.Hash, old, trees[old].Hash), "our consistency path")
			own, err := tlog.ProveTree(size, old, reader)
			must(err, "proving growth")
			if !same(ours, own) {
				fail("the path from %d to %d is another than Go makes", old, size)
			}
			for i := range ours {
				changed := append([]tlog.Hash{}, ours...)
				changed[i][0] ^= 1
				if tlog.CheckTree(changed, size, c.tree.Hash, old, trees[old].Hash) == nil {
					fail("a changed path from %d to %d is accepted", old, size)
				}
				refused++
			}
			paths++
		}
	}
	if proofs < 30 || paths < 60 {
		fail("too little was checked: %d proofs, %d paths", proofs, paths)
	}
	fmt.Printf("%d sizes, %d proof files, %d consistency paths agree; %d changed ones are refused\n", len(sizes), proofs, paths, refused)
}
