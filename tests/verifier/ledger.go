package main

// ledger.md: verifier keys, notes, checkpoints, proof files, bundles.

import (
	"bytes"
	"crypto/ed25519"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"unicode"
)

type verifierKey struct {
	name   string
	id     [4]byte
	kind   byte
	public ed25519.PublicKey
}

func isKeyName(name string) bool {
	return name != "" && len(name) <= 200 && isPlain(name, "") && !strings.Contains(name, "+") &&
		strings.IndexFunc(name, unicode.IsSpace) < 0
}

func parseVerifierKey(text string) (verifierKey, error) {
	parts := strings.SplitN(text, "+", 3)
	if len(parts) != 3 || !isKeyName(parts[0]) {
		return verifierKey{}, errForm
	}
	tagged, err := fromBase64(parts[2])
	if err != nil || len(tagged) != 33 || (tagged[0] != 1 && tagged[0] != 4) {
		return verifierKey{}, errForm
	}
	key := verifierKey{name: parts[0], kind: tagged[0], public: tagged[1:]}
	digest := sha([]byte(parts[0]+"\n"), tagged)
	copy(key.id[:], digest[:4])
	if fmt.Sprintf("%x", key.id) != parts[1] {
		return verifierKey{}, errForm
	}
	return key, nil
}

// signed says who signed a note, and when where the signature says so.
type signed struct {
	key     verifierKey
	seconds uint64
}

func (key verifierKey) check(text string, signature []byte) (signed, error) {
	if key.kind == 1 {
		if len(signature) == 64 && ed25519.Verify(key.public, []byte(text), signature) {
			return signed{key: key}, nil
		}
		return signed{}, errForm
	}
	if len(signature) != 72 {
		return signed{}, errForm
	}
	seconds := binary.BigEndian.Uint64(signature)
	message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", seconds, text)
	if seconds > 253402300799 || !ed25519.Verify(key.public, []byte(message), signature[8:]) {
		return signed{}, errForm
	}
	return signed{key, seconds}, nil
}

func openNote(note string, known []verifierKey) (string, []signed, error) {
	at := strings.LastIndex(note, "\n\n")
	if len(note) > 65536 || at < 0 || !strings.HasSuffix(note, "\n") || !isPlain(note, "\n") {
		return "", nil, errForm
	}
	text := note[:at+1]
	lines := strings.Split(strings.TrimSuffix(note[at+2:], "\n"), "\n")
	if len(lines) > 100 {
		return "", nil, errForm
	}
	var signers []signed
	for _, line := range lines {
		parts := strings.SplitN(line, " ", 3)
		if len(parts) != 3 || parts[0] != "\u2014" || !isKeyName(parts[1]) {
			return "", nil, errForm
		}
		signature, err := fromBase64(parts[2])
		if err != nil || len(signature) < 5 {
			return "", nil, errForm
		}
		for _, key := range known {
			if key.name != parts[1] || !bytes.Equal(key.id[:], signature[:4]) {
				continue
			}
			by, err := key.check(text, signature[4:])
			if err != nil {
				return "", nil, err
			}
			if !hasSigned(signers, key) {
				signers = append(signers, by)
			}
		}
	}
	if len(signers) == 0 {
		return "", nil, errForm
	}
	return text, signers, nil
}

func hasSigned(signers []signed, key verifierKey) bool {
	for _, by := range signers {
		if by.key.name == key.name && by.key.kind == key.kind && bytes.Equal(by.key.public, key.public) {
			return true
		}
	}
	return false
}

type checkpoint struct {
	origin string
	size   uint64
	root   hash
}

func parseCheckpoint(body string) (checkpoint, error) {
	if !strings.HasSuffix(body, "\n") {
		return checkpoint{}, errForm
	}
	lines := strings.Split(strings.TrimSuffix(body, "\n"), "\n")
	if len(lines) < 3 {
		return checkpoint{}, errForm
	}
	for _, line := range lines {
		if line == "" {
			return checkpoint{}, errForm
		}
	}
	size, err := decimal(lines[1])
	root, errRoot := fromBase64(lines[2])
	if err != nil || errRoot != nil || len(root) != 32 {
		return checkpoint{}, errForm
	}
	return checkpoint{lines[0], size, toHash(root)}, nil
}

type proof struct {
	extra []byte
	index uint64
	path  []hash
	note  string
}

func parseProof(text string) (p proof, err error) {
	head, note, found := strings.Cut(text, "\n\n")
	lines := strings.Split(head, "\n")
	if len(text) > 131072 || !found || len(lines) < 3 || len(lines) > 66 || lines[0] != "c2sp.org/tlog-proof@v1" ||
		!strings.HasPrefix(lines[1], "extra ") || !strings.HasPrefix(lines[2], "index ") {
		return p, errForm
	}
	p.note = note
	if p.extra, err = fromBase64(lines[1][6:]); err != nil {
		return p, err
	}
	if p.index, err = decimal(lines[2][6:]); err != nil {
		return p, err
	}
	for _, line := range lines[3:] {
		data, err := fromBase64(line)
		if err != nil || len(data) != 32 {
			return p, errForm
		}
		p.path = append(p.path, toHash(data))
	}
	return p, nil
}

var (
	errMalformed   = errors.New("malformed")
	errUnknownLog  = errors.New("unknown_log")
	errWrongLog    = errors.New("wrong_log")
	errNotIncluded = errors.New("not_included")
)

// verifyProof goes the five steps of ledger.md, "Proof files".
func verifyProof(text string, logs, witnesses []verifierKey) (proof, checkpoint, []signed, error) {
	p, err := parseProof(text)
	if err == nil {
		_, err = decodeEntry(string(p.extra))
	}
	if err != nil {
		return p, checkpoint{}, nil, errMalformed
	}
	body, signers, err := openNote(p.note, append(append([]verifierKey{}, logs...), witnesses...))
	if err != nil {
		return p, checkpoint{}, nil, errUnknownLog
	}
	c, err := parseCheckpoint(body)
	if err != nil {
		return p, c, nil, errMalformed
	}
	var log *verifierKey
	for i := len(signers) - 1; i >= 0; i-- {
		for j := range logs {
			if hasSigned(signers[i:i+1], logs[j]) {
				log = &logs[j]
			}
		}
	}
	switch {
	case log == nil:
		return p, c, nil, errUnknownLog
	case log.name != c.origin:
		return p, c, nil, errWrongLog
	case !includes(c.root, leafHash(p.extra), p.index, c.size, p.path):
		return p, c, nil, errNotIncluded
	}
	return p, c, signers, nil
}

func entriesIn(bundle []byte) ([][]byte, error) {
	var entries [][]byte
	for len(bundle) > 0 {
		if len(bundle) < 2 || len(bundle) < 2+int(binary.BigEndian.Uint16(bundle)) {
			return nil, errForm
		}
		end := 2 + int(binary.BigEndian.Uint16(bundle))
		entries = append(entries, bundle[2:end])
		bundle = bundle[end:]
	}
	return entries, nil
}
