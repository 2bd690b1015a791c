FROM golang:1.22-alpine AS build
WORKDIR /src
COPY . .
RUN go build -o tool ./cmd/tool

FROM alpine:latest
RUN apk --no-cache add ca-certificates
WORKDIR /root/
COPY --from=build /src/tool .
CMD ["./tool"]
