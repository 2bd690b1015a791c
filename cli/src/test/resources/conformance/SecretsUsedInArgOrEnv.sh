dockerfile <<'E'
FROM scratch
ARG SECRET_PASSPHRASE
ENV AUTH_TOKEN=x
COPY Dockerfile /
E
build
said SecretsUsedInArgOrEnv
dockerfile <<'E'
FROM scratch
ENV TOKENIZER=x PUBLIC_KEY=y SUPER_Secret_FILE=f MONKEY=z
COPY Dockerfile /
E
build
unsaid SecretsUsedInArgOrEnv
