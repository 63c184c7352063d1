package find

import (
	"slices"
	"strings"

	"github.com/mozillazg/go-pinyin"

	"github.com/anxin-desk/anxin/internal/language"
)

// maxSounds is how many ways of reading one name are taken.
const maxSounds = 8

// sounds are the words by which a name is found that is typed as it sounds:
// zhangsan, san and zs for 张三. A character with several readings counts with
// each, as far as that stays bearable.
func sounds(name string) (keys []string) {
	ways := [][]string{nil}
	for _, r := range language.Normal(name) {
		if read := readings(r); len(read) > 0 {
			ways = spread(ways, read)
		}
	}
	for _, syllables := range ways {
		if len(syllables) == 0 {
			continue
		}
		var initials strings.Builder
		for i, s := range syllables {
			initials.WriteByte(s[0])
			keys = append(keys, strings.Join(syllables[i:], ""))
		}
		keys = append(keys, initials.String())
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

func spread(ways [][]string, read []string) (all [][]string) {
	for _, way := range ways {
		for _, r := range read {
			if len(all) < maxSounds {
				all = append(all, append(slices.Clone(way), r))
			}
		}
	}
	return all
}

// readings are how a character may sound, in small letters without tones, the
// usual one first.
func readings(r rune) (all []string) {
	for _, s := range pinyin.SinglePinyin(r, pinyin.Args{Style: pinyin.Normal, Heteronym: true}) {
		s = strings.ReplaceAll(s, "ü", "v")
		plain := !strings.ContainsFunc(s, func(r rune) bool { return r < 'a' || r > 'z' })
		if s != "" && plain && !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	return all
}
