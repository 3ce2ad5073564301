package main

// vault.md: keyed hashes, sealed records, fields, wrapped keys, keyring, root key, tokens.

import (
	"bytes"
	"encoding/binary"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/blake2b"
	"golang.org/x/crypto/chacha20"
	"golang.org/x/crypto/chacha20poly1305"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

func le32(n uint32) []byte { return binary.LittleEndian.AppendUint32(nil, n) }

// keyed is H(n, key, label, part…).
func keyed(n int, key []byte, label string, parts ...[]byte) []byte {
	h, err := blake2b.New(n, key)
	if err != nil {
		panic(err)
	}
	h.Write(append([]byte{byte(len(label))}, label...))
	for _, part := range parts {
		h.Write(le32(uint32(len(part))))
		h.Write(part)
	}
	return h.Sum(nil)
}

// opened is the plain form of version ‖ nonce ‖ AEAD.
func opened(sealed, key, associated []byte) ([]byte, error) {
	if len(sealed) < 41 || sealed[0] != 1 || len(key) != 32 {
		return nil, errForm
	}
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		return nil, err
	}
	return aead.Open(nil, sealed[1:25], sealed[25:], associated)
}

func unwrap(wrapped, key []byte, label string) ([]byte, error) {
	return opened(wrapped, key, []byte(label))
}

type sealContext struct {
	node     string
	item     []byte
	class    byte
	revision uint32
}

func openSealed(sealed, key []byte, context sealContext) ([]byte, error) {
	associated := append([]byte("buuan/seal/v1"), le32(uint32(len(context.node)))...)
	associated = append(append(associated, context.node...), context.item...)
	associated = append(append(associated, context.class), le32(context.revision)...)
	padded, err := opened(sealed, key, associated)
	if err != nil {
		return nil, err
	}
	marked := bytes.TrimRight(padded, "\x00")
	if len(marked) == 0 || marked[len(marked)-1] != 0x80 || len(marked)-1 > 65536 {
		return nil, errForm
	}
	return marked[:len(marked)-1], nil
}

type field struct {
	label string
	salt  []byte
	value []byte
}

var labelForm = regexp.MustCompile(`^[a-z0-9._-]{1,64}$`)

func (f field) commitment() hash {
	return sha([]byte{byte(len(f.label))}, []byte(f.label), f.salt, f.value)
}

func (f field) leaf() hash {
	c := f.commitment()
	return leafHash(c[:])
}

func fieldsIn(plain []byte) ([]field, error) {
	if len(plain) < 32 {
		return nil, errForm
	}
	stream, err := chacha20.NewUnauthenticatedCipher(plain[:32], make([]byte, chacha20.NonceSize))
	if err != nil {
		return nil, err
	}
	var fields []field
	for plain = plain[32:]; len(plain) > 0; {
		label := int(plain[0])
		if len(plain) < 1+label+4 {
			return nil, errForm
		}
		size := int(binary.LittleEndian.Uint32(plain[1+label:]))
		if len(plain)-(1+label+4) < size {
			return nil, errForm
		}
		f := field{string(plain[1 : 1+label]), make([]byte, 16), plain[1+label+4 : 1+label+4+size]}
		stream.XORKeyStream(f.salt, f.salt)
		if !labelForm.MatchString(f.label) || (len(fields) > 0 && fields[len(fields)-1].label >= f.label) {
			return nil, errForm
		}
		fields = append(fields, f)
		plain = plain[1+label+4+size:]
	}
	if len(fields) == 0 || len(fields) > 512 {
		return nil, errForm
	}
	return fields, nil
}

func fieldRoot(fields []field) hash {
	var leaves []hash
	for _, f := range fields {
		leaves = append(leaves, f.leaf())
	}
	return rootOf(leaves)
}

type keyName struct {
	day   int32
	class byte
}

// A key of the ring: its state ("live", "destroyed", "damaged") and, when it lives, its bytes.
type ringKey struct {
	state string
	key   []byte
}

func openRing(file, root []byte) (map[keyName]ringKey, error) {
	if len(file) < 512 || string(file[:13]) != "buuan-ring-1\n" || len(file) > 512+128<<20 {
		return nil, errForm
	}
	key, err := unwrap(file[16:89], root, "buuan/ring-key/v1")
	if err != nil {
		return nil, err
	}
	ring := map[keyName]ringKey{}
	for slots := file[512:]; len(slots) >= 128; slots = slots[128:] {
		slot := slots[:128]
		if bytes.Equal(slot, make([]byte, 128)) {
			continue
		}
		name := keyName{int32(binary.LittleEndian.Uint32(slot[4:])), slot[1]}
		read := readSlot(slot, name, key)
		if _, there := ring[name]; !there || read.state != "damaged" {
			ring[name] = read
		}
	}
	return ring, nil
}

func readSlot(slot []byte, name keyName, ring []byte) ringKey {
	check := sha(slot[:112])
	if !bytes.Equal(check[:16], slot[112:]) {
		return ringKey{state: "damaged"}
	}
	at := time.Unix(int64(name.day)*86400, 0).UTC()
	if at.Year() < 1900 || at.Year() > 9999 {
		return ringKey{state: "damaged"}
	}
	if slot[0] == 2 {
		return ringKey{state: "destroyed"}
	}
	key, err := unwrap(slot[8:81], ring, "buuan/class-key/v1/"+at.Format("2006-01-02")+"/"+strconv.Itoa(int(name.class)))
	if slot[0] != 1 || err != nil {
		return ringKey{state: "damaged"}
	}
	return ringKey{"live", key}
}

// rootKey reads keys/root.json and, where that says so, root.key.
func rootKey(json, keyFile, passphrase string) ([]byte, error) {
	value, err := parseJSON(json)
	note, isObject := value.(members)
	if err != nil || !isObject || len(note.names) != 6 || note.values["version"] != number("1") {
		return nil, errForm
	}
	for _, name := range []string{"source", "salt", "proof"} {
		if _, isText := note.values[name].(string); !isText {
			return nil, errForm
		}
	}
	salt, errSalt := fromHex(note.text("salt"))
	proof, errProof := fromHex(note.text("proof"))
	passes, errPasses := costOf(note, "passes")
	memory, errMemory := costOf(note, "memory_bytes")
	if errSalt != nil || errProof != nil || errPasses != nil || errMemory != nil {
		return nil, errForm
	}
	var key []byte
	switch note.text("source") {
	case "file":
		key, err = fromBase64(strings.TrimRight(keyFile, "\r\n"))
	case "passphrase":
		if len(salt) != 16 || passes < 1 || passes > 100 || memory > 4<<30 || memory < 8192 {
			return nil, errForm
		}
		key = argon2.IDKey([]byte(passphrase), salt, uint32(passes), uint32(memory/1024), 1, 32)
	default:
		return nil, errForm
	}
	if err != nil {
		return nil, err
	}
	if _, err = unwrap(proof, key, "buuan/root-proof/v1"); err != nil {
		return nil, err
	}
	return key, nil
}

func costOf(note members, name string) (uint64, error) {
	text, _ := note.values[name].(number)
	return decimal(string(text))
}

// foldName: letters without marks, in lower case; words joined by one space.
func foldName(text string) string {
	if !utf8.ValidString(text) {
		return ""
	}
	var words []string
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '\t' || r == 0xa0 }) {
		word = strings.NewReplacer("đ", "d", "Đ", "d").Replace(word)
		word = norm.NFD.String(cases.Fold().String(word))
		word = strings.Map(func(r rune) rune {
			if unicode.Is(unicode.M, r) {
				return -1
			}
			return r
		}, word)
		if word != "" {
			words = append(words, word)
		}
	}
	return strings.Join(words, " ")
}

func token(classKey []byte, kind byte, value string) []byte {
	if kind == 4 {
		value = foldName(value)
	}
	return keyed(16, classKey, "buuan/token/v1", []byte{kind}, []byte(value))
}
