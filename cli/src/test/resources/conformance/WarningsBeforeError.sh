dockerfile <<'E'
FROM scratch AS BadStageName
MAINTAINER someone
BADCMD
E
fails BADCMD
dockerfile <<'E'
FROM scratch AS BadStageName
COPY nosuchfile /
E
fails nosuchfile
said StageNameCasing
