printf pw >"$OUT/s"
dockerfile <<'E'
FROM localhost/base:1
RUN --mount=type=secret,required=false,mode=741,uid=100,gid=102,target=/mysecret [ "$(stat -c '%u %g %f' /mysecret)" = "100 102 81e1" ]
RUN --mount=type=secret,id=mysecret [ "$(cat /run/secrets/mysecret)" = pw ] && [ "$(stat -c %a /run/secrets/mysecret)" = 400 ]
RUN [ ! -f /mysecret ] && [ ! -e /run/secrets/mysecret ]
E
build --secret id=mysecret,src="$OUT/s" -t x
export SECRET_VALUE=from-env
dockerfile <<'E'
FROM localhost/base:1
RUN --mount=type=secret,id=e [ "$(cat /run/secrets/e)" = from-env ]
E
build --secret id=e,env=SECRET_VALUE
