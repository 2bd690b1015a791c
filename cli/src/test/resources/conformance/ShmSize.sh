dockerfile <<'E'
FROM localhost/base:1
RUN df -k /dev/shm | tail -1 | awk '{print $2}' > /shm
E
result --shm-size 134217728
content 131072 shm
result --no-cache
content 65536 shm
