cat >Dockerfile <<'OUTER'
FROM scratch

COPY <<EOF quotefile
"quotes in file"
EOF

COPY <<EOF slashfile1
\\
EOF
COPY <<EOF slashfile2
\\\\
EOF
COPY <<EOF slashfile3
\$
EOF

COPY <<"EOF" rawslashfile1
\
EOF
COPY <<"EOF" rawslashfile2
\\
EOF
COPY <<"EOF" rawslashfile3
\$
EOF
OUTER
result
content '"quotes in file"' quotefile
content '\' slashfile1
content '\\' slashfile2
content '$' slashfile3
content '\' rawslashfile1
content '\\' rawslashfile2
content '\$' rawslashfile3
