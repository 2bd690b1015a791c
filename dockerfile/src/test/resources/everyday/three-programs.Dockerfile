# syntax=docker/dockerfile:1.6

FROM golang:1.22 AS first
COPY one/ /src/
RUN go build -o /one ./...

FROM golang:1.22 AS second
COPY two/ /src/
RUN go build -o /two ./...

FROM golang:1.22 AS third
COPY three/ /src/
RUN go build -o /three ./...

FROM alpine:3.19
COPY --from=first /one /usr/local/bin/
COPY --from=second /two /usr/local/bin/
COPY --from=third /three /usr/local/bin/
