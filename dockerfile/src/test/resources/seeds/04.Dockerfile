FROM golang:1.22-alpine AS builder

WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download

COPY . .
RUN CGO_ENABLED=0 GOOS=linux go build -ldflags="-s -w" -o /app/server ./cmd/server

FROM alpine:3.19 AS runtime

RUN apk add --no-cache ca-certificates tzdata && \
    adduser -D -u 1000 appuser

COPY --from=builder /app/server /app/server
COPY --from=builder /src/configs /app/configs

USER appuser
WORKDIR /app
EXPOSE 8080
ENTRYPOINT ["/app/server"]
