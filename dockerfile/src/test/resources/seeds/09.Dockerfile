# syntax=docker/dockerfile:1.6

FROM golang:1.22 AS builder-api
COPY api/ /src/
RUN go build -o /api ./...

FROM golang:1.22 AS builder-worker
COPY worker/ /src/
RUN go build -o /worker ./...

FROM golang:1.22 AS builder-cli
COPY cli/ /src/
RUN go build -o /cli ./...

FROM alpine:3.19
COPY --from=builder-api /api /usr/local/bin/
COPY --from=builder-worker /worker /usr/local/bin/
COPY --from=builder-cli /cli /usr/local/bin/
