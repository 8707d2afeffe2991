package embedded

import "errors"

var (
	// ErrFileInUse means that another process runs a server on the file.
	ErrFileInUse = errors.New("流程文件已被占用")
	// ErrFileNewer means that the file was written by a newer build, whose
	// changes this one does not know.
	ErrFileNewer = errors.New("流程文件来自更新的版本")
	// ErrFileForeign means that the file holds something this package did not
	// make, or makes no longer.
	ErrFileForeign = errors.New("无法识别流程文件")
)

// moveAway is the way out that always works: the register knows every case, so
// the workflows can be made again.
const moveAway = "把该文件（连同 -wal、-shm）移到别处留存，不要删除；再启动一次生成新文件，然后运行 chengxin reconcile，由登记库重建全部流程"
