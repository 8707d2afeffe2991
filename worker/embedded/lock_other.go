//go:build !unix

package embedded

// fileLock does nothing where flock does not exist; two servers on one file are
// then the operator's care.
type fileLock struct{}

func lockFile(string) (*fileLock, error) { return &fileLock{}, nil }

func (*fileLock) unlock() {}
