dockerfile <<'E'
FROM scratch
ENTRYPOINT foo bar
COPY Dockerfile .
E
build -t x
same '["/bin/sh","-c","foo bar"]' "$(inspect '{{json .Config.Entrypoint}}')"
same '["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]' "$(inspect '{{json .Config.Env}}')"
