package app

import (
	"bufio"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/services"
)

type userCommands struct {
	Add      userAdd      `cmd:"" help:"Add a person. The password is read from standard input, or made up and printed."`
	List     userList     `cmd:"" help:"List the people."`
	Password userPassword `cmd:"" help:"Give a person a new password and end their sessions."`
	Disable  userDisable  `cmd:"" help:"Shut a person out at once."`
	Enable   userEnable   `cmd:"" help:"Let a person in again."`
}

type passwordSource struct {
	Stdin bool `name:"password-stdin" help:"Read the password from standard input."`
}

// password reads one, or makes one up.
func (p passwordSource) password(con console) (password string, madeUp bool, err error) {
	if !p.Stdin {
		return strings.ToLower(rand.Text()[:16]), true, nil
	}
	line, err := bufio.NewReader(con.in).ReadString('\n')
	if err == io.EOF {
		err = nil
	}
	return strings.TrimRight(line, "\r\n"), false, err
}

type userAdd struct {
	passwordSource
	Login string `arg:"" help:"Name to sign in with."`
	Name  string `required:"" help:"Name that colleagues and buyers see."`
	Role  string `default:"agent" help:"administrator, proprietor, supervisor, team_lead, agent, …"`
	Shop  string `help:"Key of the shop for which the role counts. Without it, all shops."`
}

// Run implements kong's command.
func (u userAdd) Run(ctx context.Context, c Config, con console) error {
	password, madeUp, err := u.password(con)
	if err != nil {
		return err
	}
	return c.with(ctx, con, func(ctx context.Context, s *services.Set) error {
		grant := identity.Grant{Role: u.Role}
		if u.Shop != "" {
			at, err := s.Shops.ByKey(ctx, u.Shop)
			if err != nil {
				return err
			}
			grant.Shop = at.ID
		}
		p, err := s.Identity.CreateUser(ctx, identity.Newcomer{Name: u.Name, Login: u.Login, Password: password, Grants: []identity.Grant{grant}, Provisional: madeUp})
		if err != nil {
			return plain(err)
		}
		con.printf("Added %s (%s).\n", p.Name, p.Login)
		if madeUp {
			con.printf("Password until they choose their own: %s\n", password)
		}
		return nil
	})
}

type userList struct{}

// Run implements kong's command.
func (userList) Run(ctx context.Context, c Config, con console) error {
	return c.with(ctx, con, func(ctx context.Context, s *services.Set) error {
		w := tabwriter.NewWriter(con.out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(w, "LOGIN\tNAME\tROLES\tSTATE")
		people, err := s.Identity.ListUsers(ctx)
		if err != nil {
			return plain(err)
		}
		for _, p := range people {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", p.Login, p.Name, roles(p), state(p))
		}
		return w.Flush()
	})
}

func roles(p identity.Person) string {
	var all []string
	for _, g := range p.Grants {
		all = append(all, g.Role)
	}
	return strings.Join(all, ", ")
}

func state(p identity.Person) string {
	if p.DisabledAt.IsZero() {
		return "active"
	}
	return "disabled"
}

type userPassword struct {
	passwordSource
	Login string `arg:""`
}

// Run implements kong's command.
func (u userPassword) Run(ctx context.Context, c Config, con console) error {
	password, madeUp, err := u.password(con)
	if err != nil {
		return err
	}
	return c.withUser(ctx, con, u.Login, func(ctx context.Context, s *services.Set, p identity.Person) error {
		if _, err := s.Identity.SetPassword(ctx, p.ID, p.Version, password, madeUp); err != nil {
			return err
		}
		con.printf("%s has a new password; their sessions have ended.\n", p.Login)
		if madeUp {
			con.printf("Password until they choose their own: %s\n", password)
		}
		return nil
	})
}

type userDisable struct {
	Login string `arg:""`
}

// Run implements kong's command.
func (u userDisable) Run(ctx context.Context, c Config, con console) error {
	return c.withUser(ctx, con, u.Login, func(ctx context.Context, s *services.Set, p identity.Person) error {
		if _, err := s.Identity.Disable(ctx, p.ID, p.Version); err != nil {
			return err
		}
		con.printf("%s is shut out.\n", p.Login)
		return nil
	})
}

type userEnable struct {
	Login string `arg:""`
}

// Run implements kong's command.
func (u userEnable) Run(ctx context.Context, c Config, con console) error {
	return c.withUser(ctx, con, u.Login, func(ctx context.Context, s *services.Set, p identity.Person) error {
		if _, err := s.Identity.Enable(ctx, p.ID, p.Version); err != nil {
			return err
		}
		con.printf("%s may sign in again.\n", p.Login)
		return nil
	})
}

// withUser gives a command the person with a login.
func (c Config) withUser(ctx context.Context, con console, login string, do func(context.Context, *services.Set, identity.Person) error) error {
	return c.with(ctx, con, func(ctx context.Context, s *services.Set) error {
		p, err := s.Identity.ByLogin(ctx, login)
		if fault.KindOf(err) == fault.NotFound {
			return fmt.Errorf("nobody signs in as %q; anxin user list shows who does", login)
		}
		if err != nil {
			return err
		}
		return plain(do(ctx, s, p))
	})
}
