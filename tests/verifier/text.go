package main

import (
	"encoding/base64"
	"encoding/hex"
	"errors"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

var errForm = errors.New("not in the form of docs/formats")

// fromHex and fromBase64 take the one spelling that README.md allows.
func fromHex(text string) ([]byte, error) {
	if strings.ToLower(text) != text {
		return nil, errForm
	}
	return hex.DecodeString(text)
}

func fromBase64(text string) ([]byte, error) {
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil || base64.StdEncoding.EncodeToString(data) != text {
		return nil, errForm
	}
	return data, nil
}

var decimalForm = regexp.MustCompile(`^(0|[1-9][0-9]{0,17})$`)

func decimal(text string) (uint64, error) {
	if !decimalForm.MatchString(text) {
		return 0, errForm
	}
	return strconv.ParseUint(text, 10, 64)
}

// isPlain: UTF-8 without control characters but those that are allowed.
func isPlain(text, allowed string) bool {
	for _, letter := range text {
		if (letter < 0x20 || letter == 0x7f) && !strings.ContainsRune(allowed, letter) {
			return false
		}
	}
	return utf8.ValidString(text)
}

// A value of JSON: nil, bool, number (its text), string, []interface{}, members.
type number string
type members struct {
	names  []string
	values map[string]interface{}
}

func (m members) text(name string) string {
	text, _ := m.values[name].(string)
	return text
}

var numberForm = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`)

// A reader of JSON (RFC 8259) that takes no member twice.
type jsonReader struct{ rest string }

func parseJSON(text string) (interface{}, error) {
	reader := &jsonReader{text}
	value, err := reader.value(1)
	if err == nil && reader.space() != "" {
		err = errForm
	}
	return value, err
}

func (r *jsonReader) space() string {
	r.rest = strings.TrimLeft(r.rest, " \t\r\n")
	return r.rest
}

func (r *jsonReader) take(token string) bool {
	found := strings.HasPrefix(r.space(), token)
	if found {
		r.rest = r.rest[len(token):]
	}
	return found
}

func (r *jsonReader) value(level int) (interface{}, error) {
	switch {
	case r.take("null"):
		return nil, nil
	case r.take("true"):
		return true, nil
	case r.take("false"):
		return false, nil
	case strings.HasPrefix(r.rest, `"`):
		return r.text()
	case r.take("["):
		return r.list(level)
	case r.take("{"):
		return r.object(level)
	}
	found := numberForm.FindString(r.rest)
	if found == "" {
		return nil, errForm
	}
	r.rest = r.rest[len(found):]
	return number(found), nil
}

func (r *jsonReader) list(level int) (interface{}, error) {
	list := []interface{}{}
	if level > 16 {
		return nil, errForm
	}
	if r.take("]") {
		return list, nil
	}
	for {
		value, err := r.value(level + 1)
		if err != nil {
			return nil, err
		}
		list = append(list, value)
		if r.take("]") {
			return list, nil
		}
		if !r.take(",") {
			return nil, errForm
		}
	}
}

func (r *jsonReader) object(level int) (interface{}, error) {
	object := members{values: map[string]interface{}{}}
	if level > 16 {
		return nil, errForm
	}
	if r.take("}") {
		return object, nil
	}
	for {
		r.space()
		name, err := r.text()
		if err != nil || !r.take(":") {
			return nil, errForm
		}
		value, err := r.value(level + 1)
		if err != nil {
			return nil, err
		}
		if _, twice := object.values[name]; twice {
			return nil, errForm
		}
		object.names = append(object.names, name)
		object.values[name] = value
		if r.take("}") {
			return object, nil
		}
		if !r.take(",") {
			return nil, errForm
		}
	}
}

func (r *jsonReader) text() (string, error) {
	if !strings.HasPrefix(r.rest, `"`) {
		return "", errForm
	}
	for at := 1; at < len(r.rest); at++ {
		if r.rest[at] == '\\' {
			at++
		} else if r.rest[at] == '"' {
			quoted := r.rest[1:at]
			r.rest = r.rest[at+1:]
			return unescape(quoted)
		}
	}
	return "", errForm
}

var shortEscapes = map[byte]string{'"': `"`, '\\': `\`, '/': "/", 'b': "\b", 'f': "\f", 'n': "\n", 'r': "\r", 't': "\t"}

func unescape(quoted string) (string, error) {
	var out strings.Builder
	for at := 0; at < len(quoted); at++ {
		if quoted[at] < 0x20 {
			return "", errForm
		}
		if quoted[at] != '\\' {
			out.WriteByte(quoted[at])
			continue
		}
		at++
		if short, found := shortEscapes[quoted[at]]; found {
			out.WriteString(short)
			continue
		}
		if quoted[at] != 'u' || at+5 > len(quoted) {
			return "", errForm
		}
		code, err := strconv.ParseUint(quoted[at+1:at+5], 16, 16)
		if err != nil || (code >= 0xd800 && code < 0xe000) {
			return "", errForm // a pair of surrogates is never the shortest spelling
		}
		out.WriteRune(rune(code))
		at += 4
	}
	if !utf8.ValidString(out.String()) {
		return "", errForm
	}
	return out.String(), nil
}

func isNFC(text string) bool { return norm.NFC.IsNormalString(text) }
