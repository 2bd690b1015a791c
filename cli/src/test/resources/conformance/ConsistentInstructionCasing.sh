dockerfile <<'E'
FROM scratch
copy Dockerfile /
COPY Dockerfile /b
E
build
said ConsistentInstructionCasing
dockerfile <<'E'
from scratch
copy Dockerfile /
E
build
unsaid ConsistentInstructionCasing
