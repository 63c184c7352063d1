package app

import (
	"context"
	"crypto/subtle"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/anxin-desk/anxin/internal/api"
	"github.com/anxin-desk/anxin/internal/compensation/approval"
	"github.com/anxin-desk/anxin/internal/dispatch"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/realtime"
	"github.com/anxin-desk/anxin/web"
)

// handler is everything that the server answers.
func (n *node) handler() http.Handler {
	tls := strings.HasPrefix(n.public, "https://")
	n.services.Identity.Sessions.Cookie.Secure = tls
	mux := http.NewServeMux()
	server := &api.Server{Set: n.services, Log: n.log, Now: n.outside.Now, Version: n.version, Demo: n.config.Demo,
		Links: api.Signer{Key: n.services.LinkKey}, SignInsPM: n.config.SignInsPM}
	mux.Handle("/api/", behind(n.proxies, noStore(server.Handler())))
	mux.Handle("/connection/console", n.services.Identity.LoadOnly(n.hub.Handler(realtime.SameOrigin, n.userSocket)))
	mux.Handle("/connection/buyer", n.hub.Handler(realtime.AnyOrigin, func(r *http.Request, token string) (realtime.Client, error) {
		actor, err := server.Visitor(r.Context(), token)
		return n.buyerSocket(r, actor, err)
	}))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("ok\n")) })
	mux.HandleFunc("GET /readyz", n.ready)
	mux.Handle("GET /metrics", n.metricsGuard(promhttp.HandlerFor(n.registry, promhttp.HandlerOpts{})))
	pages{console: web.Console(), customer: web.Customer(), demo: n.config.Demo}.register(mux)
	return secure(tls, mux)
}

// ready says whether this node should be sent requests.
func (n *node) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	if n.leaving.Load() {
		http.Error(w, "leaving", http.StatusServiceUnavailable)
		return
	}
	if err := n.services.DB.Ping(ctx); err != nil {
		http.Error(w, "database away", http.StatusServiceUnavailable)
		return
	}
	w.Write([]byte("ready\n"))
}

// metricsGuard lets in who holds the token, or, without one, who asks from this
// machine and not through a proxy.
func (n *node) metricsGuard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !n.mayMeasure(r) {
			http.Error(w, "not for you", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (n *node) mayMeasure(r *http.Request) bool {
	if want := n.config.MetricsToken; want != "" {
		return subtle.ConstantTimeCompare([]byte(r.Header.Get("Authorization")), []byte("Bearer "+want)) == 1
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	ip := net.ParseIP(host)
	return err == nil && ip != nil && ip.IsLoopback() && r.Header.Get("X-Forwarded-For") == "" && r.Header.Get("Forwarded") == ""
}

// userSocket says what a member of the team hears.
func (n *node) userSocket(r *http.Request, _ string) (realtime.Client, error) {
	actor, err := n.services.Identity.Authenticate(r.Context())
	if err != nil {
		return realtime.Client{}, err
	}
	ctx := identity.With(context.WithoutCancel(r.Context()), actor)
	shops, err := n.services.Shops.Visible(ctx)
	if err != nil {
		return realtime.Client{}, err
	}
	topics := []string{"user:" + actor.ID}
	if actor.May(identity.ConversationRead) {
		topics = append(topics, identity.TeamTopic)
	}
	for _, at := range shops {
		if actor.MayIn(identity.ConversationRead, at.ID) {
			topics = append(topics, "shop:"+at.ID)
		}
	}
	topics = append(append(topics, dispatch.Topics(actor, shops)...), approval.Topics(actor, shops)...)
	may := func(ctx context.Context, topic string) bool { return n.mayHear(ctx, actor, topics, topic) }
	valid := func(ctx context.Context) bool {
		_, err := n.services.Identity.Recheck(ctx, actor)
		return fault.KindOf(err) != fault.Unauthenticated
	}
	return realtime.Client{UserID: actor.ID, Topics: topics, MaySubscribe: may, MayAskHead: may, Valid: valid}, nil
}

// mayHear tells whether a member of the team may hear a topic, as they are now:
// a connection may be older than a change of what they may do.
func (n *node) mayHear(ctx context.Context, actor identity.Actor, topics []string, topic string) bool {
	fresh, err := n.services.Identity.Recheck(ctx, actor)
	if err != nil {
		return false
	}
	for _, t := range topics {
		if t == topic {
			return true
		}
	}
	id, ok := strings.CutPrefix(topic, "conv:")
	if !ok {
		id, ok = strings.CutPrefix(topic, "team:")
	}
	if !ok {
		return false
	}
	_, err = n.services.Conversations.Get(identity.With(ctx, fresh), id)
	return err == nil
}

// buyerSocket says what a buyer hears: their own conversation.
func (n *node) buyerSocket(r *http.Request, actor identity.Actor, err error) (realtime.Client, error) {
	if err != nil {
		return realtime.Client{}, err
	}
	c, _, err := n.services.Conversations.OfBuyer(identity.With(r.Context(), actor), 1<<62)
	if err != nil {
		return realtime.Client{}, err
	}
	topic := "conv:" + c.ID
	may := func(_ context.Context, asked string) bool { return asked == topic }
	return realtime.Client{UserID: identity.BuyerSocket(actor.ID), Topics: []string{topic}, MaySubscribe: may, MayAskHead: may}, nil
}

// noStore keeps answers with people's data out of caches; operations that may
// be kept say so themselves.
func noStore(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}

// secure sets the headers that every answer carries.
func secure(tls bool, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		if tls {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}
