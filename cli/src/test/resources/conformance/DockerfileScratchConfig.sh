dockerfile <<'E'
FROM scratch
ENV foo=bar
E
build -t x
same linux "$(inspect '{{.Os}}')"
[ -n "$(inspect '{{.Architecture}}')" ]
same '["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin","foo=bar"]' "$(inspect '{{json .Config.Env}}')"
same '[]' "$(inspect '{{json .RootFS.Layers}}' | sed 's/null/[]/')"
