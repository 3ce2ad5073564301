#!/bin/sh
# Builds the Go checker, lets ledger_writer write a log, checks it.  run.sh WRITER SOURCE_FOLDER BUILD_FOLDER
set -eu
writer=$1 source=$2 build=$3
# Without modules, so that Debian's copy of golang.org/x/mod is used and nothing is fetched.
export GO111MODULE=off GOPATH=/usr/share/gocode GOCACHE="$build/go-cache" GOFLAGS= CGO_ENABLED=0
go build -o "$build/ledger_check" "$source/check.go"
log=$(mktemp -d)
trap 'rm -rf "$log"' EXIT
"$writer" "$log"
"$build/ledger_check" "$log"
