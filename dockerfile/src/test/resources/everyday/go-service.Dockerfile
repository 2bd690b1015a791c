FROM golang:1.22-alpine AS build

WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download

COPY . .
RUN CGO_ENABLED=0 GOOS=linux go build -ldflags="-s -w" -o /srv/api ./cmd/api

FROM alpine:3.19 AS service

RUN apk add --no-cache ca-certificates tzdata && \
    adduser -D -u 1000 runner

COPY --from=build /srv/api /srv/api
COPY --from=build /src/etc /srv/etc

USER runner
WORKDIR /srv
EXPOSE 8080
ENTRYPOINT ["/srv/api"]
