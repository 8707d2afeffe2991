//go:build deps

package main

import (
	_ "github.com/alexedwards/scs/v2"
	_ "github.com/danielgtaylor/huma/v2/adapters/humagin"
	_ "github.com/gin-gonic/gin"
	_ "github.com/go-sql-driver/mysql"
	_ "github.com/libtnb/sqlite"
	_ "github.com/pressly/goose/v3"
	_ "github.com/prometheus/client_golang/prometheus/promhttp"
	_ "github.com/spf13/cobra"
	_ "github.com/xuri/excelize/v2"
	_ "go.temporal.io/sdk/client"
	_ "go.temporal.io/sdk/testsuite"
	_ "go.temporal.io/server/schema/sqlite"
	_ "go.temporal.io/server/temporal"
	_ "go.yaml.in/yaml/v3"
	_ "golang.org/x/crypto/argon2"
	_ "gorm.io/driver/mysql"
	_ "gorm.io/gorm"
	_ "pgregory.net/rapid"
)
