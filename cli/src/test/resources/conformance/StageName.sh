dockerfile <<'E'
FROM scratch AS BadStageName
COPY Dockerfile /
E
build
said StageNameCasing
said BadStageName
dockerfile <<'E'
FROM scratch as base
FROM base AS other
COPY Dockerfile /
E
build
said FromAsCasing
dockerfile <<'E'
from scratch as base
copy Dockerfile /
E
build
unsaid Casing
