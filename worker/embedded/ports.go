package embedded

import (
	"errors"
	"fmt"
	"net"
	"strconv"

	"go.temporal.io/server/common/membership/static"
	"go.temporal.io/server/common/primitives"
)

// Only this machine may reach the server: it knows no users.
const loopback = "127.0.0.1"

var errListen = errors.New("port lost before listening")

// ports are what one server listens on. Membership needs none: with static
// hosts the gossip ring is not started.
type ports struct {
	frontend, history, matching, worker int
}

// pickPorts reserves a free port for each service; frontend is taken as given
// unless it is zero.
func pickPorts(frontend int) (ports, error) {
	p := ports{frontend: frontend}
	if frontend != 0 {
		l, err := net.Listen("tcp", p.address(frontend))
		if err != nil {
			return p, fmt.Errorf("端口 %d 不可用，请换一个端口: %w", frontend, err)
		}
		_ = l.Close()
	}
	for _, port := range []*int{&p.frontend, &p.history, &p.matching, &p.worker} {
		if *port != 0 {
			continue
		}
		var err error
		if *port, err = reservePort(); err != nil {
			return p, err
		}
	}
	return p, nil
}

// reservePort finds a port that nobody else is given before we listen on it.
//
// A port that was merely free a moment ago may be handed to another process. A
// port whose connection was closed from the listening side rests in TIME_WAIT
// for a minute: the kernel then gives it to nobody who asks for any port, while
// a listener that names it may still have it.
func reservePort() (int, error) {
	l, err := net.Listen("tcp", net.JoinHostPort(loopback, "0"))
	if err != nil {
		return 0, fmt.Errorf("find a free port: %w", err)
	}
	defer func() { _ = l.Close() }()
	peer, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		return 0, fmt.Errorf("reserve a port: %w", err)
	}
	defer func() { _ = peer.Close() }()
	conn, err := l.Accept()
	if err != nil {
		return 0, fmt.Errorf("reserve a port: %w", err)
	}
	// Whoever closes first waits; here it must be the listening side.
	if err := conn.Close(); err != nil {
		return 0, fmt.Errorf("reserve a port: %w", err)
	}
	return l.Addr().(*net.TCPAddr).Port, nil
}

func (ports) address(port int) string {
	return net.JoinHostPort(loopback, strconv.Itoa(port))
}

// hosts tells every service where the others are, in place of gossip.
func (p ports) hosts() map[primitives.ServiceName]static.Hosts {
	return map[primitives.ServiceName]static.Hosts{
		primitives.FrontendService: static.SingleLocalHost(p.address(p.frontend)),
		primitives.HistoryService:  static.SingleLocalHost(p.address(p.history)),
		primitives.MatchingService: static.SingleLocalHost(p.address(p.matching)),
		primitives.WorkerService:   static.SingleLocalHost(p.address(p.worker)),
	}
}
