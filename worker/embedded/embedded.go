// Package embedded runs a Temporal server inside this process, on one SQLite
// file and on the loopback interface alone.
//
// `chengxin dev` and the tests use it; a city in production runs Temporal as a
// cluster of its own and never links a request path to this package. What is
// promised here is the same durability: a workflow accepted before a kill is
// there after the next start.
package embedded

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"go.temporal.io/sdk/client"
	sdklog "go.temporal.io/sdk/log"
	"go.temporal.io/server/temporal"
)

const (
	defaultNamespace = "chengxin"

	// A closed case is looked up in the register, never in Temporal, so
	// retention only has to outlive the relay's repeats of a start.
	defaultRetention = 7 * 24 * time.Hour

	// Temporal refuses a shorter retention for a local namespace.
	minRetention = time.Hour

	// A failed start is repeated only for lost ports, which is rare enough for
	// a third attempt to mean that something else is wrong.
	startAttempts = 3
)

// Options say where the server keeps its workflows and how it is reached. The
// zero value is a server for one test.
type Options struct {
	// File is the SQLite file, created when absent; its folder must exist.
	// Empty means a temporary file that Stop removes, written without waiting
	// for the disk.
	File string
	// Logger receives the server's warnings and errors; nil means slog.Default.
	Logger *slog.Logger
	// Namespace is created when absent; empty means "chengxin".
	Namespace string
	// Retention is how long closed workflows stay readable in Temporal, at
	// least one hour; zero means seven days. A change is applied to an
	// existing file at its next start.
	Retention time.Duration
	// FrontendPort is the port clients dial on 127.0.0.1; zero picks one.
	FrontendPort int
}

// Server is a running Temporal server. Its methods may be called from several
// goroutines.
type Server struct {
	options  Options
	file     string
	tempDir  string
	lock     *fileLock
	logger   *logger
	temporal temporal.Server
	ports    ports
	stopOnce sync.Once
}

// Start opens or creates the file, brings its schema to this build's version,
// starts all Temporal services and returns when the namespace accepts work.
//
// The errors a person can act on wrap ErrFileInUse, ErrFileNewer or
// ErrFileForeign and say in Chinese what to do. When ctx ends first, everything
// started is stopped again; the services themselves start in well under a
// second and are not interrupted.
func Start(ctx context.Context, options Options) (*Server, error) {
	options, err := options.withDefaults()
	if err != nil {
		return nil, err
	}
	s := &Server{options: options, logger: newLogger(options.Logger)}
	if err := s.openFile(ctx); err != nil {
		s.release()
		return nil, err
	}
	if err := s.startServices(); err != nil {
		s.release()
		return nil, err
	}
	if err := s.waitReady(ctx); err != nil {
		s.Stop()
		return nil, fmt.Errorf("temporal did not become ready: %w", err)
	}
	return s, nil
}

func (o Options) withDefaults() (Options, error) {
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	if o.Namespace == "" {
		o.Namespace = defaultNamespace
	}
	if o.Retention == 0 {
		o.Retention = defaultRetention
	}
	if o.Retention < minRetention {
		return o, fmt.Errorf("retention %v is shorter than Temporal allows (%v)", o.Retention, minRetention)
	}
	return o, nil
}

// openFile takes the file for this process alone and prepares what is in it.
func (s *Server) openFile(ctx context.Context) error {
	s.file = s.options.File
	if s.file == "" {
		dir, err := os.MkdirTemp("", "chengxin-temporal-")
		if err != nil {
			return fmt.Errorf("temporary folder for Temporal: %w", err)
		}
		s.tempDir, s.file = dir, filepath.Join(dir, "temporal.db")
	}
	file, err := filepath.Abs(s.file)
	if err != nil {
		return fmt.Errorf("path of %s: %w", s.file, err)
	}
	s.file = file
	if s.lock, err = lockFile(s.file); err != nil {
		return err
	}
	return prepareSchema(ctx, s.file)
}

// startServices repeats with other ports when one was lost between picking and
// listening.
func (s *Server) startServices() error {
	var err error
	for range startAttempts {
		if err = s.startOnce(); !errors.Is(err, errListen) {
			return err
		}
	}
	return err
}

func (s *Server) startOnce() (err error) {
	ports, err := pickPorts(s.options.FrontendPort)
	if err != nil {
		return err
	}
	cfg := serverConfig(ports, storeConfig(s.file, s.tempDir != ""))
	if err := createNamespace(cfg, s.options.Namespace, s.options.Retention); err != nil {
		return err
	}
	// Temporal reports a port it cannot listen on through Logger.Fatal; the
	// adapter panics instead of ending the process, and the panic ends here.
	defer recoverFatal(&err)
	server, err := temporal.NewServer(
		temporal.WithConfig(cfg),
		temporal.ForServices(temporal.DefaultServices),
		temporal.WithStaticHosts(ports.hosts()),
		temporal.WithLogger(s.logger),
		temporal.WithDynamicConfigClient(dynamicConfig()),
	)
	if err != nil {
		return fmt.Errorf("assemble temporal: %w", err)
	}
	if err := server.Start(); err != nil {
		return fmt.Errorf("start temporal: %w", errors.Join(err, server.Stop()))
	}
	s.temporal, s.ports = server, ports
	return nil
}

// HostPort is the address clients dial.
func (s *Server) HostPort() string { return s.ports.address(s.ports.frontend) }

// Namespace is the namespace this server was started for.
func (s *Server) Namespace() string { return s.options.Namespace }

// Client dials the server. Address is always the server's own; namespace and
// logger are filled in when opts leaves them empty. The caller closes it.
func (s *Server) Client(opts client.Options) (client.Client, error) {
	opts.HostPort = s.HostPort()
	if opts.Namespace == "" {
		opts.Namespace = s.options.Namespace
	}
	if opts.Logger == nil {
		opts.Logger = sdklog.NewStructuredLogger(s.options.Logger)
	}
	c, err := client.Dial(opts)
	if err != nil {
		return nil, fmt.Errorf("dial embedded temporal: %w", err)
	}
	return c, nil
}

// Stop ends all services and gives the file free. Stop the workers first: a
// worker still polling delays it by a second or two. A second call does
// nothing.
func (s *Server) Stop() {
	s.stopOnce.Do(func() {
		s.logger.quiet()
		if err := s.temporal.Stop(); err != nil {
			s.options.Logger.Warn("temporal did not stop cleanly", "error", err)
		}
		s.release()
	})
}

// release undoes openFile. The write-ahead log is folded back so that a stopped
// server leaves one complete file behind; a file that was refused is not
// touched.
func (s *Server) release() {
	if s.tempDir == "" && s.temporal != nil {
		if err := checkpoint(s.file); err != nil {
			s.options.Logger.Warn("temporal file kept its write-ahead log", "error", err)
		}
	}
	s.lock.unlock()
	if s.tempDir != "" {
		_ = os.RemoveAll(s.tempDir)
	}
}
