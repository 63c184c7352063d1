package api

import (
	"embed"
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"golang.org/x/text/language"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// lang is a language that we speak.
type lang int

const (
	chinese lang = iota
	english
)

//go:embed catalogue/*.json
var catalogueFiles embed.FS

// catalogues hold the sentence of every fault code, with {value} places.
var catalogues = sync.OnceValue(func() [2]map[string]string {
	return [...]map[string]string{chinese: readCatalogue("zh-CN"), english: readCatalogue("en")}
})

func readCatalogue(name string) map[string]string {
	text, err := catalogueFiles.ReadFile("catalogue/" + name + ".json")
	if err != nil {
		panic(err)
	}
	sentences := map[string]string{}
	if err := json.Unmarshal(text, &sentences); err != nil {
		panic("catalogue " + name + ": " + err.Error())
	}
	return sentences
}

var languages = language.NewMatcher([]language.Tag{language.SimplifiedChinese, language.English})

// languageOf picks from an Accept-Language header; Chinese if it says nothing.
func languageOf(accept string) lang {
	if accept == "" {
		return chinese
	}
	_, i := language.MatchStrings(languages, accept)
	return lang(i)
}

// sentence makes the sentence of a code. A code without a sentence is shown as
// it is; a test makes sure that there is none.
func sentence(l lang, code string, args map[string]any) string {
	text, ok := catalogues()[l][code]
	if !ok {
		return code
	}
	for name, value := range args {
		text = strings.ReplaceAll(text, "{"+name+"}", fmt.Sprint(value))
	}
	return text
}

// Sentence makes the English sentence of a fault, for the command line.
func Sentence(f *fault.Fault) string { return sentence(english, f.Code, f.Args) }
