package main

// possession.md: what a challenge draws, and whether an answer proves that it is there.

import (
	"crypto/ed25519"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"sort"
	"strconv"
	"strings"
	"time"
)

var (
	errOtherChallenge = errors.New("other_challenge")
	errOtherLeaves    = errors.New("other_leaves")
	errOtherBytes     = errors.New("other_bytes")
	errNotSigned      = errors.New("not_signed")
)

var classNumbers = map[string]byte{"record": 1, "picture": 4}
var kindNumbers = map[string]byte{"stratum": 1, "uniform": 2}
var leafTypes = map[string]string{"record": "item.accepted", "picture": "object.stored"}

const dayForm = "2006-01-02"

func be32(n uint32) []byte { return binary.BigEndian.AppendUint32(nil, n) }

func (m members) whole(name string) uint64 {
	text, _ := m.values[name].(number)
	n, _ := strconv.ParseUint(string(text), 10, 63)
	return n
}

func (m members) list(name string) (list []members) {
	values, _ := m.values[name].([]interface{})
	for _, value := range values {
		each, _ := value.(members)
		list = append(list, each)
	}
	return list
}

func (m members) object(name string) members {
	object, _ := m.values[name].(members)
	return object
}

func readObject(text string) (members, error) {
	value, err := parseJSON(text)
	object, isObject := value.(members)
	if err != nil || !isObject {
		return object, errMalformed
	}
	return object, nil
}

type place struct {
	log   string
	index uint64
}

// possession is an answer under examination.
type possession struct {
	answer, challenge members
	seed              hash
	checkpoints       map[string]checkpoint
	entries           map[place]members
	looked            map[place]bool
	drawn             []members // leaves as the answer has them, without their bytes
}

func (p *possession) readSeed() {
	message := []byte("buuan/possession-seed/v1\n")
	for _, log := range p.challenge.list("logs") {
		note := log.text("checkpoint")
		message = append(append(message, be32(uint32(len(note)))...), note...)
	}
	authority := p.challenge.text("authority")
	p.seed = sha(message, be32(uint32(len(authority))), []byte(authority))
}

func (p *possession) number(class, kind string, draw, attempt uint32) uint64 {
	h := sha([]byte("buuan/possession-draw/v1\n"), p.seed[:], []byte{classNumbers[class], kindNumbers[kind]}, be32(draw), be32(attempt))
	return binary.BigEndian.Uint64(h[:8])
}

func (p *possession) included(shown members) (members, error) {
	c, known := p.checkpoints[shown.text("log")]
	path, err := fromBase64(shown.text("path"))
	if !known || err != nil || len(path)%32 != 0 ||
		!includes(c.root, leafHash([]byte(shown.text("entry"))), shown.whole("index"), c.size, arguments{path}.path(0)) {
		return members{}, errNotIncluded
	}
	entry, err := decodeEntry(shown.text("entry"))
	if err != nil {
		return members{}, errNotIncluded
	}
	return entry, nil
}

func civilDay(instant string) time.Time {
	at, _ := time.Parse("2006-01-02T15:04:05.000Z", instant)
	day, _ := time.Parse(dayForm, at.Add(7*time.Hour).Format(dayForm))
	return day
}

// insideFloor: three calendar months on, or the last day of a shorter month.
func insideFloor(entry members, on string) bool {
	at := "at"
	if _, doubtful := entry.object("data").values["at_doubtful"]; doubtful {
		at = "seen"
	}
	day := civilDay(entry.text(at))
	last := time.Date(day.Year(), day.Month()+4, 0, 0, 0, 0, 0, time.UTC)
	end := time.Date(day.Year(), day.Month()+3, day.Day(), 0, 0, 0, 0, time.UTC)
	if end.After(last) {
		end = last
	}
	today, err := time.Parse(dayForm, on)
	return err == nil && !day.After(today) && !today.After(end)
}

func (p *possession) draw(class, kind string, draw, attempts uint32, left *int, site interface{}, at func(uint64) place) error {
	for attempt := uint32(0); attempt < attempts && *left > 0; attempt++ {
		*left--
		where := at(p.number(class, kind, draw, attempt))
		entry, shown := p.entries[where]
		if !shown {
			return errOtherLeaves
		}
		p.looked[where] = true
		if entry.text("type") == leafTypes[class] && insideFloor(entry, p.challenge.text("on")) && (site == nil || site == entry.values["site"]) {
			p.drawn = append(p.drawn, members{values: map[string]interface{}{"data_class": class, "kind": kind, "log": where.log,
				"draw": number(fmt.Sprint(draw)), "index": number(fmt.Sprint(where.index))}})
			return nil
		}
	}
	return nil
}

func (p *possession) drawAll() error {
	strata := p.challenge.list("strata")
	rank := func(i int) string {
		h := sha([]byte("buuan/possession-stratum/v1\n"), p.seed[:], be32(uint32(i)))
		return string(h[:])
	}
	order := make([]int, len(strata))
	for i := range order {
		order[i] = i
	}
	sort.Slice(order, func(a, b int) bool { return rank(order[a]) < rank(order[b]) })
	var row uint64
	for _, log := range p.challenge.list("logs") {
		row += p.checkpoints[log.text("log")].size - log.whole("from")
	}
	uniformly := func(n uint64) place {
		left := n % row
		for _, log := range p.challenge.list("logs") {
			here := p.checkpoints[log.text("log")].size - log.whole("from")
			if left < here {
				return place{log.text("log"), log.whole("from") + left}
			}
			left -= here
		}
		return place{}
	}
	for _, asked := range p.challenge.list("draws") {
		left, class := 4500, asked.text("data_class")
		for draw := uint64(0); draw < asked.whole("strata"); draw++ {
			s := strata[order[draw]]
			stretch := func(n uint64) place {
				return place{s.text("log"), s.whole("from") + n%(s.whole("to")-s.whole("from"))}
			}
			if err := p.draw(class, "stratum", uint32(draw), 32, &left, s.values["site"], stretch); err != nil {
				return err
			}
		}
		for draw := uint64(0); row > 0 && draw < asked.whole("uniform"); draw++ {
			if err := p.draw(class, "uniform", uint32(draw), 64, &left, nil, uniformly); err != nil {
				return err
			}
		}
	}
	return nil
}

func mayLieOn(accepted members, day string) bool {
	at, _ := time.Parse("2006-01-02T15:04:05.000Z", accepted.text("at"))
	for _, apart := range []time.Duration{-time.Minute, 0, time.Minute} {
		if at.Add(7*time.Hour+apart).Format(dayForm) == day {
			return true
		}
	}
	return false
}

func (p *possession) holds(leaf, entry members) bool {
	data, err := fromBase64(leaf.text("bytes"))
	if err != nil {
		return false
	}
	if leaf.text("data_class") == "record" {
		return mayLieOn(entry, leaf.text("day")) && digestOf(data) == entry.object("data").object("record").text("sha256")
	}
	accepted, err := p.included(leaf.object("accepted"))
	path, errPath := fromBase64(leaf.text("path"))
	root, errRoot := hex.DecodeString(entry.object("data").text("root"))
	if err != nil || errPath != nil || errRoot != nil || accepted.text("type") != "item.accepted" || accepted.text("ref") != entry.text("ref") ||
		leaf.object("accepted").text("log") != leaf.text("log") || !mayLieOn(accepted, leaf.text("day")) {
		return false
	}
	count := entry.object("data").whole("bytes")/16384 + 1
	chunk := p.number("picture", leaf.text("kind"), uint32(leaf.whole("draw")), 0xffffffff) % count
	return includes(toHash(root), leafHash(data), chunk+1, count+1, arguments{path}.path(0))
}

func (p *possession) checkDays(owed map[string]bool) error {
	for _, signedDay := range p.answer.list("days") {
		class, day := signedDay.text("data_class"), signedDay.text("day")
		if !owed[class+" "+day] {
			return errMalformed
		}
		delete(owed, class+" "+day)
		opened, err := p.included(signedDay.object("opened"))
		if err != nil {
			return err
		}
		at, _ := time.Parse(dayForm, day)
		challenge := sha([]byte(p.answer.text("challenge")))
		message := append([]byte("buuan/possession-answer/v1\n"), challenge[:]...)
		message = append(append(message, classNumbers[class]), be32(uint32(at.Unix()/86400))...)
		for _, leaf := range p.answer.list("leaves") {
			if leaf.text("outcome") != "held" || leaf.text("data_class") != class || leaf.text("day") != day {
				continue
			}
			data, _ := fromBase64(leaf.text("bytes"))
			digest := sha(data)
			message = append(append(append(message, kindNumbers[leaf.text("kind")]), be32(uint32(leaf.whole("draw")))...), digest[:]...)
		}
		key, _ := hex.DecodeString(opened.object("data").object("keys").text(class))
		signature, _ := fromBase64(signedDay.text("signature"))
		if signedDay.object("opened").text("log") != "org" || opened.text("type") != "class.opened" || opened.object("data").text("day") != day ||
			len(key) != 32 || len(signature) != 64 || !ed25519.Verify(key, message, signature) {
			return errNotSigned
		}
	}
	if len(owed) > 0 {
		return errNotSigned
	}
	return nil
}

// verifyPossession goes the steps of possession.md, "Verification".
func verifyPossession(text, sent string, keys []verifierKey) (string, error) {
	answer, err := readObject(text)
	if err != nil || answer.whole("buuan_possession_answer") != 1 {
		return "", errMalformed
	}
	if sent != "" && sent != answer.text("challenge") {
		return "", errOtherChallenge
	}
	challenge, err := readObject(answer.text("challenge"))
	if err != nil {
		return "", errMalformed
	}
	p := possession{answer: answer, challenge: challenge, checkpoints: map[string]checkpoint{}, entries: map[place]members{}, looked: map[place]bool{}}
	p.readSeed()
	for _, log := range challenge.list("logs") {
		body, _, err := openNote(log.text("checkpoint"), keys)
		c, errBody := parseCheckpoint(body)
		if err != nil || errBody != nil || c.origin != challenge.text("node")+"/"+log.text("log") {
			return "", errUnknownLog
		}
		p.checkpoints[log.text("log")] = c
	}
	for _, shown := range answer.list("entries") {
		entry, err := p.included(shown)
		if err != nil {
			return "", err
		}
		p.entries[place{shown.text("log"), shown.whole("index")}] = entry
	}
	leaves := answer.list("leaves")
	if err := p.drawAll(); err != nil {
		return "", err
	}
	if len(p.looked) != len(p.entries) || len(p.drawn) != len(leaves) {
		return "", errOtherLeaves
	}
	owed, drawn, missing := map[string]bool{}, map[string]int{}, map[string]int{}
	for i, leaf := range leaves {
		for name, value := range p.drawn[i].values {
			if leaf.values[name] != value {
				return "", errOtherLeaves
			}
		}
	}
	for _, leaf := range leaves {
		class := leaf.text("data_class")
		drawn[class]++
		if leaf.text("outcome") != "held" {
			missing[class]++
			if len(leaf.values) != 6 {
				return "", errMalformed
			}
			continue
		}
		if !p.holds(leaf, p.entries[place{leaf.text("log"), leaf.whole("index")}]) {
			return "", errOtherBytes
		}
		owed[class+" "+leaf.text("day")] = true
	}
	if err := p.checkDays(owed); err != nil {
		return "", err
	}
	var classes []string
	for _, asked := range challenge.list("draws") {
		class := asked.text("data_class")
		classes = append(classes, fmt.Sprintf("%s %d %d", class, drawn[class], missing[class]))
	}
	sort.Sort(sort.Reverse(sort.StringSlice(classes)))
	return fmt.Sprintf("%x %s", p.seed, strings.Join(classes, " ")), nil
}
