n=$(printf 'x%.0s' $(seq 200)); mkdir -p l/$n/$n; echo deep > l/$n/$n/$n; ln -s $n/$n/$n l/s; ln l/$n/$n/$n l/$n/hard$n
