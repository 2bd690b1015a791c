FROM golang:1.22-alpine AS build
COPY . /src/
RUN cd /src && go build -o /out/first ./cmd/first && go build -o /out/second ./cmd/second

FROM alpine:3.19 AS assembled
COPY --from=build /out/first /usr/local/bin/
COPY --from=nginx:alpine /etc/nginx/nginx.conf /etc/nginx/nginx.conf

FROM scratch
COPY --from=build /out/second /second
COPY --from=assembled /usr/local/bin/first /first
COPY --from=assembled /etc/nginx/nginx.conf /nginx.conf
COPY --from=alpine:3.19 /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
ENTRYPOINT ["/second"]
