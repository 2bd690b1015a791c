FROM alpine:latest
RUN adduser -D -s /bin/sh appuser
USER appuser

FROM alpine:latest
COPY app /app
RUN chmod +x /app
ENTRYPOINT ["/app"]
