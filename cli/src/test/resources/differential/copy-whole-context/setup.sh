mkdir inner; cp a.txt inner/; ln a.txt inner/hard
