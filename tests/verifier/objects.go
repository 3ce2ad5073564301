package main

// objects.md: chunked encryption (Cobblestone-256), object ids, packs; entries-items.md: the receipt.

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha512"
	"encoding/binary"
	"math/big"
	"strings"
)

const chunkSealed = 16400

type messageKeys struct {
	aead  cipher.AEAD
	nonce []byte
}

// keysOf derives from the header and compares the commitment.
func keysOf(header, key []byte, context string) (messageKeys, error) {
	info := append([]byte("c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\x00"), header[:24]...)
	info = append(info, context...)
	var material, block []byte
	for counter := byte(1); len(material) < 76; counter++ {
		mac := hmac.New(sha512.New, key)
		mac.Write(block)
		mac.Write(info)
		mac.Write([]byte{counter})
		block = mac.Sum(nil)
		material = append(material, block...)
	}
	if !hmac.Equal(material[44:76], header[24:56]) {
		return messageKeys{}, errForm
	}
	ciphers, err := aes.NewCipher(material[:32])
	if err != nil {
		return messageKeys{}, err
	}
	aead, err := cipher.NewGCM(ciphers)
	return messageKeys{aead, material[32:44]}, err
}

func (k messageKeys) open(chunk []byte, i uint64) ([]byte, error) {
	nonce := append([]byte{}, k.nonce...)
	binary.BigEndian.PutUint64(nonce[4:], binary.BigEndian.Uint64(nonce[4:])^i)
	return k.aead.Open(nil, nonce, chunk, nil)
}

// openChunk opens one chunk alone: what a range of an object needs.
func openChunk(header, chunk, key []byte, i uint64, context string) ([]byte, error) {
	if len(header) != 56 || len(chunk) > chunkSealed {
		return nil, errForm
	}
	keys, err := keysOf(header, key, context)
	if err != nil {
		return nil, err
	}
	return keys.open(chunk, i)
}

func openMessage(sealed, key []byte, context string) ([]byte, error) {
	if len(sealed) < 56 {
		return nil, errForm
	}
	keys, err := keysOf(sealed[:56], key, context)
	if err != nil {
		return nil, err
	}
	plain := []byte{}
	rest := sealed[56:]
	for i := uint64(0); ; i++ {
		last := len(rest) < chunkSealed
		size := chunkSealed
		if last {
			size = len(rest)
		}
		part, err := keys.open(rest[:size], i)
		if err != nil {
			return nil, err
		}
		plain = append(plain, part...)
		if last {
			return plain, nil
		}
		rest = rest[size:]
	}
}

func objectLeaves(sealed []byte) []hash {
	if len(sealed) < 56 {
		return []hash{leafHash(sealed)}
	}
	leaves := []hash{leafHash(sealed[:56])}
	for rest := sealed[56:]; len(rest) > 0; {
		size := chunkSealed
		if len(rest) < size {
			size = len(rest)
		}
		leaves = append(leaves, leafHash(rest[:size]))
		rest = rest[size:]
	}
	return leaves
}

// objectsIn returns the objects of a pack by id, up to the first record that does not begin rightly or does not fit.
func objectsIn(pack []byte) map[hash][]byte {
	objects := map[hash][]byte{}
	for len(pack) >= 48 {
		size := uint64(binary.LittleEndian.Uint32(pack[4:]))
		check := sha(pack[:40])
		if string(pack[:4]) != "bpk1" || !bytes.Equal(check[:8], pack[40:48]) || size > 64<<20 || uint64(len(pack)) < 48+size {
			break
		}
		objects[toHash(pack[8:40])] = pack[48 : 48+size]
		pack = pack[48+size:]
	}
	return objects
}

const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U"

// parseReceipt reads what is printed on the paper, typed by a person.
func parseReceipt(typed string) ([]byte, error) {
	if strings.IndexFunc(typed, func(r rune) bool { return r >= 0x80 }) >= 0 {
		return nil, errForm
	}
	text := strings.NewReplacer("-", "", " ", "").Replace(strings.ToUpper(typed))
	text = strings.NewReplacer("O", "0", "I", "1", "L", "1").Replace(text)
	if len(typed) > 64 || len(text) != 27 {
		return nil, errForm
	}
	spelled := new(big.Int)
	for _, symbol := range text[:26] {
		value := strings.IndexRune(crockford[:32], symbol)
		if value < 0 {
			return nil, errForm
		}
		spelled.Add(spelled.Lsh(spelled, 5), big.NewInt(int64(value)))
	}
	if spelled.Bit(0) != 0 || spelled.Bit(1) != 0 {
		return nil, errForm
	}
	spelled.Rsh(spelled, 2)
	check := new(big.Int).Mod(spelled, big.NewInt(37)).Int64()
	if crockford[check] != text[26] {
		return nil, errForm
	}
	return spelled.FillBytes(make([]byte, 16)), nil
}
