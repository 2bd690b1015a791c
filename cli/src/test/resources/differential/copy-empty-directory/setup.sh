mkdir -p e
