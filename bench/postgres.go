package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"github.com/anxin-desk/anxin/torture/program"
)

// startPostgres starts a PostgreSQL of our own with its defaults, durable as it
// is delivered, and returns how to end it.
func (b *bench) startPostgres(ctx context.Context) (stop func(), err error) {
	bin, err := postgresBin()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "anxin-bench-pg-") // beside ours, which is closed to others
	if err != nil {
		return nil, err
	}
	as, err := serverUser(dir)
	if err != nil {
		return nil, err
	}
	run := func(name string, args ...string) error {
		cmd := exec.CommandContext(context.WithoutCancel(ctx), filepath.Join(bin, name), args...)
		cmd.SysProcAttr, cmd.Dir = as, dir
		log, err := os.CreateTemp(b.dir, "postgres-*.log") // a pipe would stay open as long as the server
		if err != nil {
			return err
		}
		defer log.Close()
		cmd.Stdout, cmd.Stderr = log, log
		if err := cmd.Run(); err != nil {
			text, _ := os.ReadFile(log.Name())
			return fmt.Errorf("%s: %w\n%s", name, err, text)
		}
		return nil
	}
	stop = func() {
		if err := run("pg_ctl", "stop", "-m", "fast", "-w", "-D", dir+"/pg"); err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
		}
		os.RemoveAll(dir)
	}
	address, err := program.FreeAddress()
	if err != nil {
		return nil, err
	}
	port := address[strings.LastIndexByte(address, ':')+1:]
	options := fmt.Sprintf("-p %s -c listen_addresses=127.0.0.1 -c unix_socket_directories=%s", port, dir)
	secret := rand.Text()
	err = os.WriteFile(dir+"/secret", []byte(secret), 0o644) // who may enter dir is up to its mode
	if err == nil {
		err = run("initdb", "-D", dir+"/pg", "-U", "postgres", "--auth=password", "--pwfile="+dir+"/secret", "--encoding=UTF8", "--locale=C")
	}
	if err == nil {
		err = run("pg_ctl", "start", "-w", "-D", dir+"/pg", "-l", dir+"/log", "-o", options)
	}
	if err != nil {
		os.RemoveAll(dir)
		return nil, err
	}
	b.postgres = (&url.URL{Scheme: "postgres", User: url.UserPassword("postgres", secret), Host: address, Path: "/postgres", RawQuery: "sslmode=disable"}).String()
	return stop, nil
}

func postgresBin() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err == nil && len(found) > 0 {
		return filepath.Dir(found[len(found)-1]), nil
	}
	path, err := exec.LookPath("initdb")
	if err != nil {
		return "", errors.New("PostgreSQL is missing: run scripts/install-test-deps.sh")
	}
	return filepath.Dir(path), nil
}

// serverUser hands dir to the user postgres if we are root, as whom PostgreSQL
// refuses to run.
func serverUser(dir string) (*syscall.SysProcAttr, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, err
	}
	uid, err1 := strconv.Atoi(u.Uid)
	gid, err2 := strconv.Atoi(u.Gid)
	if err := errors.Join(err1, err2, os.Chown(dir, uid, gid)); err != nil {
		return nil, err
	}
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}, nil
}
