FROM scratch
CMD echo "Hello $USER"

CMD ["echo", "Hello"]
