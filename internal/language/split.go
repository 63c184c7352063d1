package language

import "strconv"

func appendPair(b []byte, x, y int) []byte {
	b = strconv.AppendInt(append(b, '['), int64(x), 10)
	b = strconv.AppendInt(append(b, ','), int64(y), 10)
	return append(b, ']')
}

// Sentences splits at 。！？；… and line breaks. The marks belong to the
// sentence they end; there are no empty sentences.
func (t Text) Sentences() []Range { return t.split(t.endsSentence) }

// Clauses splits at what ends sentences, at ，、：and the like, and where white
// space follows a particle.
func (t Text) Clauses() []Range {
	return t.split(func(i int) bool { return t.endsSentence(i) || t.endsClause(i) })
}

// Around returns the range of rs in which i stands.
func Around(rs []Range, i int) Range {
	for _, r := range rs {
		if r.From <= i && i < r.To {
			return r
		}
	}
	return Range{i, i}
}

func (t Text) split(ends func(int) bool) []Range {
	var all []Range
	from := 0
	for i := range t.Runes {
		if !ends(i) || i+1 < len(t.Runes) && ends(i+1) {
			continue
		}
		all = append(all, Range{from, i + 1})
		from = i + 1
	}
	if from < len(t.Runes) {
		all = append(all, Range{from, len(t.Runes)})
	}
	return all
}

func (t Text) endsSentence(i int) bool {
	switch t.Runes[i] {
	case '。', '!', '?', ';', '…', '\n':
		return true
	case '.': // the end of 好的.明天, but part of 3.5, v1.2 and ...
		return !digit(t.At(i-1)) && !latin(t.At(i-1)) || i+1 < t.Len() && !digit(t.At(i+1)) && !latin(t.At(i+1))
	}
	return false
}

func (t Text) endsClause(i int) bool {
	switch t.Runes[i] {
	case ',', ':':
		return !(digit(t.At(i-1)) && digit(t.At(i+1)))
	case '、':
		return true
	case '~':
		return !digit(t.At(i + 1))
	case '哦', '呢', '哈', '啊', '呀', '吗', '吧', '啦', '哒', '嘛', '噢', '哟', '么', ')', ']':
		return t.Gap(i + 1) // white space is how many people write a comma
	}
	return false
}

func digit(r rune) bool { return '0' <= r && r <= '9' }
func latin(r rune) bool { return 'a' <= r && r <= 'z' }

// closing are the marks that end what an opening mark began.
var closing = map[rune]rune{'“': '”', '‘': '’', '「': '」', '『': '』', '《': '》', '"': '"'}

// Quoted returns what stands in quotation marks, without the marks. A mark
// that nothing closes within the text opens nothing.
func (t Text) Quoted() []Range {
	var all []Range
	for i := 0; i < len(t.Runes); i++ {
		end, opens := closing[t.Runes[i]]
		if !opens {
			continue
		}
		for j := i + 1; j < len(t.Runes); j++ {
			if t.Runes[j] == end {
				all = append(all, Range{i + 1, j})
				i = j
				break
			}
		}
	}
	return all
}
