// Chengxin is a credit-supervision case engine for Chinese cities.
package main

import (
	"os"

	"chengxin/command"
)

func main() { os.Exit(command.Main(os.Args[1:])) }
