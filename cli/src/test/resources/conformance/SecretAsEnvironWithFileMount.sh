printf pw >"$OUT/s"
dockerfile <<'E'
FROM localhost/base:1
RUN --mount=type=secret,id=mysecret,target=/run/secrets/secret,env=SECRET_ENV [ "$SECRET_ENV" = pw ] && [ "$(cat /run/secrets/secret)" = pw ]
E
build --secret id=mysecret,src="$OUT/s"
