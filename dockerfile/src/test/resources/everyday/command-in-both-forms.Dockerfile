FROM scratch AS text
CMD echo "made for $USER"    # to the end of the line it is text for the shell

FROM text
CMD ["echo", "made"]     # and this too, because it is no JSON
