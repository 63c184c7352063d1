package playbook

import (
	"fmt"
	"regexp"
	"strconv"
)

var dueForm = regexp.MustCompile(`^([1-9][0-9]{0,2})(min|h|d|wd)$|^([01][0-9]|2[0-3]):([0-5][0-9])$`)

var dueUnits = map[string]Text{
	"min": {"%d 分钟内", "within %d minutes"}, "h": {"%d 小时内", "within %d hours"},
	"d": {"%d 天内", "within %d days"}, "wd": {"%d 个工作日内", "within %d working days"},
}

// DueWords says a due rule in words: 30min, 4h, 2d, 1wd for working days, or a time
// of the day such as 18:00, which is the next one to come.
func DueWords(rule string) (Text, bool) {
	m := dueForm.FindStringSubmatch(rule)
	if m == nil {
		return Text{}, false
	}
	if m[1] == "" {
		return Text{rule + " 前", "before " + rule}, true
	}
	n, _ := strconv.Atoi(m[1])
	unit := dueUnits[m[2]]
	return Text{fmt.Sprintf(unit.Zh, n), fmt.Sprintf(unit.En, n)}, true
}
