package embedded

import (
	"context"
	"errors"
	"fmt"
	"time"

	"google.golang.org/protobuf/types/known/durationpb"

	namespacepb "go.temporal.io/api/namespace/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
	sdklog "go.temporal.io/sdk/log"
	"go.temporal.io/server/common/config"
	"go.temporal.io/server/schema/sqlite"
)

const (
	readyTimeout  = 30 * time.Second
	readyInterval = 10 * time.Millisecond
)

// createNamespace writes the namespace into the file before the server runs, so
// that every service knows it from its first moment. An existing one is kept.
func createNamespace(cfg *config.Config, name string, retention time.Duration) error {
	ns, err := sqlite.NewNamespaceConfig(clusterName, name, false, nil)
	if err != nil {
		return fmt.Errorf("namespace %s: %w", name, err)
	}
	ns.Detail.Config.Retention = durationpb.New(retention)
	if err := sqlite.CreateNamespaces(cfg.Persistence.DataStores[storeName].SQL, ns); err != nil {
		return fmt.Errorf("namespace %s: %w", name, err)
	}
	return nil
}

// waitReady returns once a workflow could be started: the namespace is known
// and the history shard answers for it.
func (s *Server) waitReady(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, readyTimeout)
	defer cancel()
	c, err := client.NewLazyClient(client.Options{
		HostPort:  s.HostPort(),
		Namespace: s.options.Namespace,
		Logger:    sdklog.NewStructuredLogger(s.logger.slog),
	})
	if err != nil {
		return fmt.Errorf("client: %w", err)
	}
	defer c.Close()
	for {
		err := s.probe(ctx, c)
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return errors.Join(ctx.Err(), err)
		case <-time.After(readyInterval):
		}
	}
}

func (s *Server) probe(ctx context.Context, c client.Client) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	if err := s.keepRetention(ctx, c.WorkflowService()); err != nil {
		return err
	}
	// Only a shard that is owned and loaded can say that it has no such
	// workflow.
	_, err := c.DescribeWorkflowExecution(ctx, "ready?", "")
	var absent *serviceerror.NotFound
	if errors.As(err, &absent) {
		return nil
	}
	return err
}

// keepRetention applies a changed setting to a namespace of an earlier start.
func (s *Server) keepRetention(ctx context.Context, service workflowservice.WorkflowServiceClient) error {
	ns, err := service.DescribeNamespace(ctx, &workflowservice.DescribeNamespaceRequest{Namespace: s.options.Namespace})
	if err != nil {
		return fmt.Errorf("describe namespace: %w", err)
	}
	if ns.GetConfig().GetWorkflowExecutionRetentionTtl().AsDuration() == s.options.Retention {
		return nil
	}
	_, err = service.UpdateNamespace(ctx, &workflowservice.UpdateNamespaceRequest{
		Namespace: s.options.Namespace,
		Config:    &namespacepb.NamespaceConfig{WorkflowExecutionRetentionTtl: durationpb.New(s.options.Retention)},
	})
	if err != nil {
		return fmt.Errorf("set retention: %w", err)
	}
	return nil
}
