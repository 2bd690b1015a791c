export SECRET_ENV=foo-env
printf secretvalue >"$OUT/s"
dockerfile <<'E'
FROM localhost/base:1
RUN --mount=type=secret,id=mysecret,env=SECRET_ENV [ "$SECRET_ENV" = secretvalue ] && [ ! -f /run/secrets/mysecret ] && echo "value is $SECRET_ENV"
RUN --mount=type=secret,env=OTHER,id=mysecret env > /env
RUN [ -z "$SECRET_ENV" ]
E
build --secret id=mysecret,src="$OUT/s" -t x
same '' "$(inspect '{{range .Config.Env}}{{println .}}{{end}}' | grep SECRET || true)"
