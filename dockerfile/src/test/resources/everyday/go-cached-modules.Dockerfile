# syntax=docker/dockerfile:1.7
FROM golang:1.22-alpine AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN --mount=type=cache,target=/go/pkg/mod \
    go mod download
COPY . .
RUN --mount=type=cache,target=/root/.cache/go-build \
    go build -o /out/tool ./cmd/tool

FROM alpine:latest
COPY --from=build /out/tool /usr/local/bin/tool
ENTRYPOINT ["/usr/local/bin/tool"]
