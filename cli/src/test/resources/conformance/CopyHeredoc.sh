dockerfile <<'E'
FROM localhost/base:1 AS build
ENV W=world
COPY <<robotsdottxt <<humansdottxt /static/
User-agent: *
Disallow: /
robotsdottxt
hello $W
humansdottxt
COPY --chown=app <<EOF1 <<'EOF2' /two/
one $W
EOF1
raw $W
EOF2
COPY <<-EOT /tabs
	indented
		twice
	EOT
RUN stat -c '%a %U' /static/robotsdottxt /two/EOF1 > /st
E
result
same "User-agent: *
Disallow: /" "$(cat "$OUT/fs/static/robotsdottxt")"
content "hello world" static/humansdottxt
content "one world" two/EOF1
content 'raw $W' two/EOF2
same "indented
twice" "$(cat "$OUT/fs/tabs")"
same "644 root
644 app" "$(cat "$OUT/fs/st")"
