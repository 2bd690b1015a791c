FROM nginx
ENTRYPOINT ["nginx"]
CMD ["-g", "daemon off;"]
