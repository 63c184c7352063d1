// Package jsonlines answers a program that asks line by line: JSON in, JSON out.
package jsonlines

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Answer answers each line of input, in order. answer returns the id of the line
// and an object without it; an error is the answer to that line alone.
func Answer(from io.Reader, to io.Writer, answer func(line []byte) (json.RawMessage, any, error)) error {
	in, out := bufio.NewReaderSize(from, 64<<10), bufio.NewWriter(to)
	for {
		line, err := in.ReadBytes('\n')
		if len(line) > 0 {
			if err := writeAnswer(out, line, answer); err != nil {
				return err
			}
		}
		if in.Buffered() == 0 { // whoever asks line by line waits for this
			if err := out.Flush(); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return out.Flush()
		}
		if err != nil {
			return err
		}
	}
}

// writeAnswer writes the id and the answer as one object.
func writeAnswer(out *bufio.Writer, line []byte, answer func([]byte) (json.RawMessage, any, error)) error {
	id, result, err := answer(line)
	if err != nil {
		result = map[string]string{"error": err.Error()}
	}
	if len(id) == 0 {
		id = json.RawMessage("null")
	}
	var body bytes.Buffer
	enc := json.NewEncoder(&body)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(result); err != nil {
		return err
	}
	fmt.Fprintf(out, `{"id":%s`, id)
	rest := bytes.TrimSpace(body.Bytes())[1:]
	if len(rest) > 1 {
		out.WriteByte(',')
	}
	_, err = out.Write(append(rest, '\n'))
	return err
}

// ID finds the id of an object whose other fields are wrong.
func ID(line []byte) json.RawMessage {
	var only struct {
		ID json.RawMessage `json:"id"`
	}
	if json.Unmarshal(line, &only) != nil {
		return nil
	}
	return only.ID
}
