dockerfile <<'E'
FROM scratch
ENV myenv foo%sbar
ENV empty=
COPY Dockerfile /
E
build -t x
inspect '{{range .Config.Env}}{{println .}}{{end}}' | grep -qxF 'myenv=foo%sbar' || die "env changed"
inspect '{{range .Config.Env}}{{println .}}{{end}}' | grep -qxF 'empty='
cooper history --no-trunc x | grep -qF 'foo%sbar' || die "history changed"
