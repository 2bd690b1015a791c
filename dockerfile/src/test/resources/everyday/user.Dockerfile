FROM alpine:latest
RUN adduser -D -s /bin/sh runner
USER runner
