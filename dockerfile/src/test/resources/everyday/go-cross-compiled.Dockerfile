# syntax=docker/dockerfile:1.7
FROM --platform=$BUILDPLATFORM golang:1.22-alpine AS build
ARG TARGETOS
ARG TARGETARCH
WORKDIR /src
COPY . .
RUN GOOS=$TARGETOS GOARCH=$TARGETARCH go build -o tool ./cmd/tool

FROM alpine:latest
COPY --from=build /src/tool /usr/local/bin/tool
ENTRYPOINT ["/usr/local/bin/tool"]
