// A second reader of what buuan writes, made from docs/formats alone: another language, no shared code, small enough to be
// read in one sitting. It reads questions, a line each, and answers each with a verdict:
//
//	kind TAB argument TAB argument …      arguments in hex
//
// tests/verifier/run.py asks it and verdicts.cpp, which is our own code behind the same questions, and compares.
package main

import (
	"bufio"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"os"
	"sort"
	"strings"
)

type arguments [][]byte

func (a arguments) text(i int) string   { return string(a[i]) }
func (a arguments) number(i int) uint64 { return binary.BigEndian.Uint64(a[i]) }

// path is hashes of 32 bytes one behind another.
func (a arguments) path(i int) (path []hash) {
	for data := a[i]; len(data) >= 32; data = data[32:] {
		path = append(path, toHash(data))
	}
	return path
}

// context of a sealed record at i: node, item, class, revision.
func (a arguments) context(i int) sealContext {
	return sealContext{a.text(i), a[i+1], byte(a.number(i + 2)), uint32(a.number(i + 3))}
}

// keys reads verifier keys, one a line.
func (a arguments) keys(i int) (keys []verifierKey) {
	for _, line := range strings.Fields(a.text(i)) {
		if key, err := parseVerifierKey(line); err == nil {
			keys = append(keys, key)
		}
	}
	return keys
}

func told(answer string, err error) string {
	if err != nil {
		return "no"
	}
	return "ok " + answer
}

func yes(answer bool) string { return map[bool]string{true: "yes", false: "no"}[answer] }

func digestOf(data []byte) string { return fmt.Sprintf("%x", sha(data)) }

func signersOf(signers []signed) (text string) {
	for _, by := range signers {
		text += fmt.Sprintf(" %s/%d/%d", by.key.name, by.key.kind, by.seconds)
	}
	return text
}

var questions = map[string]func(a arguments) string{
	"entry": func(a arguments) string {
		entry, err := decodeEntry(a.text(0))
		return told(fmt.Sprintf("%x %s %s", leafHash(a[0]), entry.text("type"), entry.text("id")), err)
	},
	"vkey": func(a arguments) string {
		key, err := parseVerifierKey(a.text(0))
		return told(fmt.Sprintf("%s %d %x", key.name, key.kind, []byte(key.public)), err)
	},
	"note": func(a arguments) string {
		text, signers, err := openNote(a.text(1), a.keys(0))
		return told(digestOf([]byte(text))+signersOf(signers), err)
	},
	"checkpoint": func(a arguments) string {
		c, err := parseCheckpoint(a.text(0))
		return told(fmt.Sprintf("%s %d %x", c.origin, c.size, c.root), err)
	},
	"proof": func(a arguments) string {
		p, c, signers, err := verifyProof(a.text(2), a.keys(0), a.keys(1))
		if err != nil {
			return err.Error()
		}
		return fmt.Sprintf("ok %s %s %d %x%s", digestOf(p.extra), c.origin, c.size, c.root, signersOf(signers))
	},
	"possession": func(a arguments) string { // keys, challenge as sent or nothing, answer
		proved, err := verifyPossession(a.text(2), a.text(1), a.keys(0))
		if err != nil {
			return err.Error()
		}
		return "ok " + proved
	},
	"consistency": func(a arguments) string {
		return yes(isConsistent(a.number(0), toHash(a[1]), a.number(2), toHash(a[3]), a.path(4)))
	},
	"inclusion": func(a arguments) string { // leaf data, index, size, path, root
		return yes(includes(toHash(a[4]), leafHash(a[0]), a.number(1), a.number(2), a.path(3)))
	},
	"bundle": func(a arguments) string {
		entries, err := entriesIn(a[0])
		var leaves []hash
		for _, entry := range entries {
			leaves = append(leaves, leafHash(entry))
		}
		return told(fmt.Sprintf("%d %x", len(entries), rootOf(leaves)), err)
	},
	"receipt": func(a arguments) string { // code as typed, item code
		code, err := parseReceipt(a.text(0))
		lookup, commitment := sha([]byte("buuan/receipt/v1\n"), code), sha([]byte("buuan/item-code/v1\n"), code, a[1])
		return told(fmt.Sprintf("%x %x", lookup, commitment), err)
	},
	"derive": func(a arguments) string { // class key, item, revision, slot, log, request
		return fmt.Sprintf("%x %x %x %x",
			keyed(32, a[0], "buuan/record-key/v1", a[1], le32(uint32(a.number(2)))),
			keyed(32, a[0], "buuan/object-key/v1", a[1], a[3]),
			keyed(16, a[0], "buuan/item-ref/v1", a[1], a[4]),
			keyed(32, a[0], "buuan/request/v1", a[5]))
	},
	"token": func(a arguments) string {
		return fmt.Sprintf("%x", token(a[0], byte(a.number(1)), a.text(2)))
	},
	"wrap": func(a arguments) string { // key, label, wrapped
		secret, err := unwrap(a[2], a[0], a.text(1))
		return told(digestOf(secret), err)
	},
	"seal": func(a arguments) string { // key, context (4), sealed
		plain, err := openSealed(a[5], a[0], a.context(1))
		return told(digestOf(plain), err)
	},
	"record": func(a arguments) string { return recordVerdict(a[0], a.context(1), a[5]) }, // as seal; what is in it
	"item_record": func(a arguments) string { // root key, ring, day, then as in record without the key
		class, err := classKey(a, byte(a.number(5)))
		if err != nil {
			return "no"
		}
		key := keyed(32, class, "buuan/record-key/v1", a[4], le32(uint32(a.number(6))))
		return recordVerdict(key, a.context(3), a[7])
	},
	"item_object": func(a arguments) string { // root key, ring, day, node, item, slot, sealed
		class, err := classKey(a, 4)
		if err != nil {
			return "no"
		}
		item := fmt.Sprintf("%x-%x-%x-%x-%x", a[4][:4], a[4][4:6], a[4][6:8], a[4][8:10], a[4][10:])
		context := "buuan/object/v1\n" + a.text(3) + "\n" + item + "\n4\n" + a.text(5)
		plain, err := openMessage(a[6], keyed(32, class, "buuan/object-key/v1", a[4], a[5]), context)
		return told(fmt.Sprintf("%x %s", rootOf(objectLeaves(a[6])), digestOf(plain)), err)
	},
	"item_ref": func(a arguments) string { // root key, ring, day, item, log
		class, err := classKey(a, 1)
		return told(fmt.Sprintf("%x", keyed(16, class, "buuan/item-ref/v1", a[3], a[4])), err)
	},
	"field": func(a arguments) string { // label, salt, value, index, count, path, root
		f := field{a.text(0), a[1], a[2]}
		c := f.commitment()
		return yes(includes(toHash(a[6]), leafHash(c[:]), a.number(3), a.number(4), a.path(5)))
	},
	"root": func(a arguments) string { // root.json, root.key, passphrase
		key, err := rootKey(a.text(0), a.text(1), a.text(2))
		return told(digestOf(key), err)
	},
	"ring": func(a arguments) string { // root key, file
		ring, err := openRing(a[1], a[0])
		return told(digestOf([]byte(ringText(ring))), err)
	},
	"message": func(a arguments) string { // key, context, sealed
		plain, err := openMessage(a[2], a[0], a.text(1))
		return told(digestOf(plain), err)
	},
	"chunk": func(a arguments) string { // key, context, header, chunk, number
		plain, err := openChunk(a[2], a[3], a[0], a.number(4), a.text(1))
		return told(digestOf(plain), err)
	},
	"object": func(a arguments) string { return fmt.Sprintf("%x", rootOf(objectLeaves(a[0]))) },
	"pack": func(a arguments) string {
		var lines []string
		for id, sealed := range objectsIn(a[0]) {
			lines = append(lines, fmt.Sprintf("%x %v\n", id, rootOf(objectLeaves(sealed)) == id))
		}
		sort.Strings(lines)
		return fmt.Sprintf("%d %s", len(lines), digestOf([]byte(strings.Join(lines, ""))))
	},
}

func recordVerdict(key []byte, context sealContext, sealed []byte) string {
	plain, err := openSealed(sealed, key, context)
	if err != nil {
		return "no"
	}
	fields, err := fieldsIn(plain)
	said := ""
	for _, f := range fields {
		said += fmt.Sprintf("%s %x %x\n", f.label, f.salt, f.value)
	}
	return told(fmt.Sprintf("%x %s", fieldRoot(fields), digestOf([]byte(said))), err)
}

// classKey is the key of a class of a day, from root key, ring and day at the front of the arguments.
func classKey(a arguments, class byte) ([]byte, error) {
	ring, err := openRing(a[1], a[0])
	key := ring[keyName{int32(a.number(2)), class}]
	if err == nil && key.state != "live" {
		err = errForm
	}
	return key.key, err
}

func ringText(ring map[keyName]ringKey) string {
	var lines []string
	for name, key := range ring {
		lines = append(lines, fmt.Sprintf("%d %d %s %x\n", name.day, name.class, key.state, key.key))
	}
	sort.Strings(lines)
	return strings.Join(lines, "")
}

func answer(line string) string {
	parts := strings.Split(line, "\t")
	var a arguments
	for _, part := range parts[1:] {
		data, err := hex.DecodeString(part)
		if err != nil {
			return "bad question"
		}
		a = append(a, data)
	}
	ask, known := questions[parts[0]]
	if !known {
		return "unknown question"
	}
	return ask(a)
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 8<<20)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for lines.Scan() {
		fmt.Fprintln(out, answer(lines.Text()))
	}
	if lines.Err() != nil {
		fmt.Fprintln(os.Stderr, lines.Err())
		os.Exit(1)
	}
}
