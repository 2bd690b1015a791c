FROM ubuntu:20.04
RUN apt-get update && \
    apt-get install -y python3 pip && \
    apt-get clean && \
    rm -rf /var/lib/apt/lists/*
COPY requirements.txt /srv/
WORKDIR /srv
RUN pip install --no-cache-dir -r requirements.txt
COPY . /srv
CMD ["python3", "serve.py"]
