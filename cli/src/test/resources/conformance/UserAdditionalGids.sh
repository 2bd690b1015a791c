dockerfile <<'E'
FROM localhost/base:1
USER app
RUN id -G | tr ' ' '\n' | sort -n | tr '\n' ' ' > /tmp/groups
USER app:staff
RUN id -G > /tmp/only
E
result
content "50 1001 2000 " tmp/groups
content 50 tmp/only
