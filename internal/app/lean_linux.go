package app

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"syscall"
)

// lean gives back the pages of the program's own file that are in memory only
// because starting touched them: every package of the whole product sets itself
// up, of which reading texts needs few. What is needed again comes from the
// page cache. It is an advice; what fails changes nothing but the memory used.
func lean() {
	own, err := os.Readlink("/proc/self/exe")
	if err != nil {
		return
	}
	maps, err := os.Open("/proc/self/maps")
	if err != nil {
		return
	}
	defer maps.Close()
	for lines := bufio.NewScanner(maps); lines.Scan(); {
		var from, to uintptr
		var may string
		n, _ := fmt.Sscanf(lines.Text(), "%x-%x %s", &from, &to, &may)
		if n == 3 && strings.HasPrefix(may, "r-") && strings.HasSuffix(lines.Text(), " "+own) { // never what may be written
			syscall.Syscall(syscall.SYS_MADVISE, from, to-from, syscall.MADV_DONTNEED)
		}
	}
}
