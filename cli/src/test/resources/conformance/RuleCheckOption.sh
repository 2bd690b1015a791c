dockerfile <<'E'
# check=skip=StageNameCasing
FROM scratch AS Base
COPY Dockerfile /
E
build
unsaid StageNameCasing
sed -i '1s/.*/# check=skip=all/' Dockerfile
build
unsaid StageNameCasing
sed -i '1s/.*/# check=skip=StageNameCasing;error=true/' Dockerfile
build
sed -i '1s/.*/# check=error=true/' Dockerfile
fails StageNameCasing
sed -i '1d' Dockerfile
fails StageNameCasing --build-arg BUILDKIT_DOCKERFILE_CHECK=error=true
build --build-arg BUILDKIT_DOCKERFILE_CHECK=skip=StageNameCasing
unsaid StageNameCasing
