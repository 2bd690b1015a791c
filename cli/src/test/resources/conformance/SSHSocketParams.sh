eval "$(ssh-agent -a "$OUT/agent")" >/dev/null
trap 'ssh-agent -k >/dev/null' EXIT
dockerfile <<'E'
FROM localhost/base:1
RUN --mount=type=ssh,mode=741,uid=100,gid=102 [ "$(stat -c '%u %g %f' $SSH_AUTH_SOCK)" = "100 102 c1e1" ]
RUN --mount=type=ssh,target=/agent [ "$SSH_AUTH_SOCK" = /agent ] && test -S /agent
RUN [ -z "$SSH_AUTH_SOCK" ]
E
build --ssh default
dockerfile <<'E'
FROM localhost/base:1
RUN --mount=type=ssh,id=other,required true
E
fails other
build --ssh other="$OUT/agent"
