FROM alpine AS builder
FROM alpine AS assembled
COPY --from=builder /app/binary /usr/local/bin/

COPY --from=nginx:alpine /etc/nginx/nginx.conf /etc/nginx/nginx.conf

FROM scratch
COPY --from=builder /app/server /server
COPY --from=alpine:3.19 /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
ENTRYPOINT ["/server"]
