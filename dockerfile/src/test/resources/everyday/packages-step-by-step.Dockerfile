FROM ubuntu:20.04
RUN apt-get update
RUN apt-get install -y python3
RUN apt-get install -y pip
COPY . /srv
RUN pip install -r /srv/requirements.txt
CMD ["python3", "serve.py"]
