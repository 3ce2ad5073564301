package main

// entries.md: the envelope of an entry and its canonical bytes.

import (
	"regexp"
	"sort"
	"strconv"
	"strings"
	"time"
)

const entryBytesMax = 16384

var (
	uuidForm    = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	instantForm = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$`)
	codeForm    = regexp.MustCompile(`^[A-Z0-9][A-Z0-9-]{0,23}$`)
	typeForm    = regexp.MustCompile(`^[a-z_]([a-z_.]{0,46}[a-z_])?$`)
	hex16Form   = regexp.MustCompile(`^[0-9a-f]{32}$`)
	wholeForm   = regexp.MustCompile(`^-?[0-9]{1,16}$`)
)

func isInstant(text string) bool {
	at, err := time.Parse("2006-01-02T15:04:05.000Z", text)
	return err == nil && instantForm.MatchString(text) && at.Year() >= 1900
}

// canonical writes a value as RFC 8785 narrowed by entries.md.
func canonical(out *strings.Builder, value interface{}) error {
	switch v := value.(type) {
	case nil:
		out.WriteString("null")
	case bool:
		out.WriteString(strconv.FormatBool(v))
	case number:
		if !wholeForm.MatchString(string(v)) {
			return errForm
		}
		whole, err := strconv.ParseInt(string(v), 10, 64)
		if err != nil || whole > 1<<53-1 || whole < -(1<<53-1) {
			return errForm
		}
		out.WriteString(strconv.FormatInt(whole, 10))
	case string:
		if !isNFC(v) || !isPlain(v, "\t\n") {
			return errForm
		}
		quote(out, v)
	case []interface{}:
		for i, element := range v {
			out.WriteString(map[bool]string{true: "[", false: ","}[i == 0])
			if err := canonical(out, element); err != nil {
				return err
			}
		}
		if len(v) == 0 {
			out.WriteByte('[')
		}
		out.WriteByte(']')
	case members:
		return canonicalMembers(out, v)
	}
	return nil
}

func canonicalMembers(out *strings.Builder, object members) error {
	names := append([]string{}, object.names...)
	sort.Strings(names)
	out.WriteByte('{')
	for i, name := range names {
		for _, letter := range name {
			if letter <= 0x20 || letter >= 0x7f {
				return errForm
			}
		}
		if i > 0 {
			out.WriteByte(',')
		}
		quote(out, name)
		out.WriteByte(':')
		if err := canonical(out, object.values[name]); err != nil {
			return err
		}
	}
	out.WriteByte('}')
	return nil
}

func quote(out *strings.Builder, text string) {
	out.WriteByte('"')
	out.WriteString(strings.NewReplacer(`"`, `\"`, `\`, `\\`, "\t", `\t`, "\n", `\n`).Replace(text))
	out.WriteByte('"')
}

// decodeEntry returns the entry's members when the text is an entry's one spelling.
func decodeEntry(text string) (members, error) {
	none := members{}
	if len(text) > entryBytesMax {
		return none, errForm
	}
	value, err := parseJSON(text)
	object, isObject := value.(members)
	var again strings.Builder
	if err != nil || !isObject || canonical(&again, value) != nil || again.String() != text {
		return none, errForm
	}
	need := 8
	for name, form := range map[string]*regexp.Regexp{"site": codeForm, "ref": hex16Form} {
		if _, there := object.values[name]; there {
			need++
			if !form.MatchString(object.text(name)) {
				return none, errForm
			}
		}
	}
	_, hasData := object.values["data"].(members)
	if object.values["v"] != number("1") || !hasData || len(object.names) != need ||
		!uuidForm.MatchString(object.text("id")) || !hex16Form.MatchString(object.text("salt")) ||
		!typeForm.MatchString(object.text("type")) || !codeForm.MatchString(object.text("by")) ||
		!isInstant(object.text("at")) || !isInstant(object.text("seen")) {
		return none, errForm
	}
	return object, nil
}
