echo text | gzip -n > plain.gz
