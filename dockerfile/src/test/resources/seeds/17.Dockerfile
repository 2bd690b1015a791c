FROM gcr.io/distroless/base-debian12
COPY --from=builder /out/app /usr/local/bin/app
USER nonroot
ENTRYPOINT ["/usr/local/bin/app"]

FROM scratch
COPY --from=builder /out/app /app
ENTRYPOINT ["/app"]
