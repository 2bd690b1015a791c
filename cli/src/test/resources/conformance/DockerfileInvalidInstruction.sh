dockerfile <<'E'
FROM scratch
FNTRYPOINT ["/bin/sh", "-c", "echo invalidinstruction"]
E
fails FNTRYPOINT
said ENTRYPOINT
said Dockerfile:2
