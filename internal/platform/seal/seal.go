// Package seal keeps secrets of others, as keys of their services, in the
// database without the database knowing them.
package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
)

// Box seals and opens secrets with AES-256-GCM.
type Box struct{ aead cipher.AEAD }

// New returns a box whose key is made from a key of the program; purpose keeps
// apart what is made from the same key.
func New(key []byte, purpose string) Box {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("seal/" + purpose))
	block, err := aes.NewCipher(mac.Sum(nil))
	if err != nil {
		panic(err) // a sum has the length of a key
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		panic(err)
	}
	return Box{aead}
}

// Seal returns a secret in a form that opens only under the same name. "" stays "".
func (b Box) Seal(name, secret string) string {
	if secret == "" {
		return ""
	}
	nonce := make([]byte, b.aead.NonceSize())
	_, _ = rand.Read(nonce) // never fails
	return base64.StdEncoding.EncodeToString(b.aead.Seal(nonce, nonce, []byte(secret), []byte(name)))
}

var errSealed = errors.New("a secret does not open: the key of the program is another one now")

// Open returns what was sealed under a name.
func (b Box) Open(name, sealed string) (string, error) {
	if sealed == "" {
		return "", nil
	}
	raw, err := base64.StdEncoding.DecodeString(sealed)
	if err != nil || len(raw) < b.aead.NonceSize() {
		return "", errSealed
	}
	secret, err := b.aead.Open(nil, raw[:b.aead.NonceSize()], raw[b.aead.NonceSize():], []byte(name))
	if err != nil {
		return "", errSealed
	}
	return string(secret), nil
}
