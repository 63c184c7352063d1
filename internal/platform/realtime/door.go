package realtime

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"runtime/debug"

	"github.com/centrifugal/centrifuge"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// visit is one connection, from the upgrade to its end. The first fields are
// dropped once it is known who comes: a connection lives for hours.
type visit struct {
	auth Auth
	r    *http.Request
	mark uint64 // kicks before the visitor came

	Client
	commands, heads bucket
}

type visitKey struct{}

func visitOf(ctx context.Context) *visit {
	v, _ := ctx.Value(visitKey{}).(*visit)
	return v
}

// Handler serves WebSocket connections that auth lets in. While the hub is not
// running it answers 503.
func (h *Hub) Handler(from Origin, auth Auth) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		live := h.live.Load()
		if live == nil {
			h.count.refused.WithLabelValues("not_running").Inc()
			w.Header().Set("Retry-After", "5")
			http.Error(w, "realtime is not available, poll meanwhile", http.StatusServiceUnavailable)
			return
		}
		v := &visit{auth: auth, mark: h.kicks.mark()}
		// Middleware's values stay, but the request's end is not the connection's.
		v.r = r.WithContext(context.WithoutCancel(r.Context()))
		live.doors[from].ServeHTTP(w, upgradeOnly(r, v))
	})
}

// door makes the library's handler for one kind of endpoint.
func door(node *centrifuge.Node, from Origin) http.Handler {
	c := centrifuge.WebsocketConfig{ // without CheckOrigin it asks for the same host
		ReadBufferSize:     512,
		UseWriteBufferPool: true,
		MessageSizeLimit:   maxFrame,
		WriteTimeout:       writeTime,
		PingPongConfig:     centrifuge.PingPongConfig{PingInterval: pingEvery, PongTimeout: pongWithin},
	}
	if from == AnyOrigin {
		c.CheckOrigin = func(*http.Request) bool { return true }
	}
	return centrifuge.NewWebsocketHandler(node, c)
}

// upgradeOnly is what the library sees of a request and keeps for as long as
// the connection lives. Without query and subprotocol a client can choose
// neither the binary protocol nor other pings.
func upgradeOnly(r *http.Request, v *visit) *http.Request {
	header := make(http.Header, 6)
	for _, name := range []string{"Connection", "Upgrade", "Origin", "Sec-Websocket-Version", "Sec-Websocket-Key"} {
		if values := r.Header[name]; values != nil {
			header[name] = values
		}
	}
	u := &http.Request{
		Method: r.Method, URL: &url.URL{Path: r.URL.Path}, Host: r.Host, Header: header,
		Proto: r.Proto, ProtoMajor: r.ProtoMajor, ProtoMinor: r.ProtoMinor, Body: http.NoBody,
	}
	return u.WithContext(context.WithValue(context.Background(), visitKey{}, v))
}

// connecting answers a connect command.
func (h *Hub) connecting(ctx context.Context, e centrifuge.ConnectEvent) (centrifuge.ConnectReply, error) {
	v := visitOf(ctx)
	if v == nil || v.auth == nil {
		return centrifuge.ConnectReply{}, centrifuge.DisconnectBadRequest
	}
	client, err := h.admit(v, e.Token)
	v.auth, v.r = nil, nil
	if err != nil {
		return centrifuge.ConnectReply{}, h.refuse(err)
	}
	v.Client = client
	reply := centrifuge.ConnectReply{
		Credentials:   &centrifuge.Credentials{UserID: client.UserID},
		Subscriptions: make(map[string]centrifuge.SubscribeOptions, len(client.Topics)),
	}
	for _, topic := range client.Topics {
		reply.Subscriptions[topic] = centrifuge.SubscribeOptions{}
	}
	return reply, nil
}

// admit asks the program who this is.
func (h *Hub) admit(v *visit, token string) (c Client, err error) {
	ctx, cancel := context.WithTimeout(v.r.Context(), askTime)
	defer cancel()
	defer recovered(&err)
	return v.auth(v.r.WithContext(ctx), token)
}

// refuse turns an error of Auth into a code, and says the rest to the log only.
func (h *Hub) refuse(err error) error {
	switch fault.KindOf(err) {
	case fault.Unauthenticated, fault.Denied, fault.NotFound, fault.Invalid:
		h.count.refused.WithLabelValues("token").Inc()
		return centrifuge.DisconnectInvalidToken
	}
	h.count.refused.WithLabelValues("unavailable").Inc()
	h.log.error("connection not admitted", err)
	return unavailable
}

// connected is the last check: a kick may have come while the visitor was
// being looked up and was not yet in the list of connections.
func (h *Hub) connected(c *centrifuge.Client) {
	v := visitOf(c.Context())
	if h.kicks.since(v.mark, v.UserID) || !h.valid(c.Context(), v) {
		c.Disconnect(kicked)
		return
	}
	c.OnSubscribe(func(e centrifuge.SubscribeEvent, reply centrifuge.SubscribeCallback) {
		if !h.ask(c.Context(), v.MaySubscribe, e.Channel) {
			reply(centrifuge.SubscribeReply{}, centrifuge.ErrorPermissionDenied)
			return
		}
		reply(centrifuge.SubscribeReply{}, nil)
	})
	c.OnRPC(func(e centrifuge.RPCEvent, reply centrifuge.RPCCallback) {
		reply(h.answer(c.Context(), v, e))
	})
	if v.Valid != nil {
		c.OnAlive(func() {
			if !h.valid(c.Context(), v) {
				c.Disconnect(kicked)
			}
		})
	}
}

func (h *Hub) valid(ctx context.Context, v *visit) bool {
	if v.Valid == nil {
		return true
	}
	return h.ask(ctx, func(ctx context.Context, _ string) bool { return v.Valid(ctx) }, "")
}

// ask puts one question to the program. No answer means no.
func (h *Hub) ask(ctx context.Context, may func(context.Context, string) bool, topic string) (yes bool) {
	if may == nil {
		return false
	}
	var err error
	defer func() {
		if err != nil {
			yes = false
			h.log.error("permission check failed", err)
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	defer recovered(&err)
	return may(ctx, topic)
}

// recovered keeps a panic from ending the program: a connection's goroutine is
// not one of net/http's, which recovers by itself.
func recovered(err *error) {
	if p := recover(); p != nil {
		*err = errors.Join(*err, fmt.Errorf("panic: %v\n%s", p, debug.Stack()))
	}
}
