dockerfile <<'E'
FROM localhost/base:1
RUN ["echo", "hello"]this is invalid
E
fails "RUN"
dockerfile <<'E'
FROM localhost/base:1
RUN ["echo", "hello", ]
CMD ["echo", 'x']
E
code=0
cooper build --progress plain -t x . >"$OUT/log" 2>&1 || code=$?
same 1 "$code"
dockerfile <<'E'
FROM localhost/base:1
CMD ["echo", 'x']
E
build -t x
same '["/bin/sh","-c","[\"echo\", '"'x'"']"]' "$(inspect '{{json .Config.Cmd}}')"
