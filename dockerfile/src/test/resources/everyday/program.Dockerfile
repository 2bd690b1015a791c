FROM alpine:latest
COPY tool /tool
RUN chmod +x /tool
ENTRYPOINT ["/tool"]
