dockerfile <<'E'
FROM localhost/base:1
RUN ulimit -n > /first
RUN ulimit -Hn > /hard
E
result --ulimit nofile=1062:1070
content 1062 first
content 1070 hard
