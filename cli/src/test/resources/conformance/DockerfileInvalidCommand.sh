dockerfile <<'E'
FROM localhost/base:1
RUN invalidcmd
E
fails invalidcmd
said 127
said Dockerfile:2
