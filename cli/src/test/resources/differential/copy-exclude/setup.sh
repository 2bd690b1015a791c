rm -r bin
