<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ range $i, $result := . }}{{ if eq $i 0 }}{{ escapeXML $result.Target }}{{ end }}{{ end }} - scan of {{ now | date "2006-01-02" }}</title>
<style>
body { font: 15px/1.4 system-ui, sans-serif; margin: 2em auto; max-width: 80em; padding: 0 1em; color: #222; }
h2 { margin: 2em 0 0.4em; font-size: 1.1em; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; margin: 0.6em 0; }
th, td { border: 1px solid #ccc; padding: 0.3em 0.6em; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { background: #f2f2f2; }
.CRITICAL { background: #d33; color: #fff; } .HIGH { background: #f90; } .MEDIUM { background: #fd6; } .LOW { background: #dde; }
pre { margin: 0.3em 0 0; white-space: pre-wrap; }
@media (prefers-color-scheme: dark) { body { background: #181818; color: #ddd; } th { background: #333; } th, td { border-color: #555; } a { color: #8bf; } .HIGH, .MEDIUM, .LOW { color: #222; } }
</style>
</head>
<body>
<h1>What was found</h1>
<p>Scanned by cooper {{ appVersion }} at {{ now | date "2006-01-02 15:04:05" }}.</p>
{{- range . }}
<h2>{{ escapeXML .Target }}{{ if .Type }} ({{ escapeXML .Type }}){{ end }}</h2>
{{- if .Vulnerabilities }}
<table>
<tr><th>Package</th><th>Vulnerability</th><th>Severity</th><th>Status</th><th>Installed</th><th>Fixed in</th><th>What it is</th></tr>
{{- range .Vulnerabilities }}
<tr><td>{{ escapeXML .PkgName }}{{ if .PkgPath }}<br>{{ escapeXML .PkgPath }}{{ end }}</td><td>{{ if .PrimaryURL }}<a href="{{ escapeXML .PrimaryURL }}">{{ escapeXML .VulnerabilityID }}</a>{{ else }}{{ escapeXML .VulnerabilityID }}{{ end }}</td><td class="{{ escapeXML .Severity }}">{{ escapeXML .Severity }}</td><td>{{ escapeXML .Status }}</td><td>{{ escapeXML .InstalledVersion }}</td><td>{{ escapeXML .FixedVersion }}</td><td>{{ escapeXML .Title }}</td></tr>
{{- end }}
</table>
{{- end }}
{{- if .Misconfigurations }}
<table>
<tr><th>Check</th><th>Severity</th><th>What is wrong</th><th>What to do</th></tr>
{{- range .Misconfigurations }}
<tr><td>{{ escapeXML .ID }}</td><td class="{{ escapeXML .Severity }}">{{ escapeXML .Severity }}</td><td>{{ escapeXML .Title }}<br>{{ escapeXML .Message }}</td><td>{{ escapeXML .Resolution }}</td></tr>
{{- end }}
</table>
{{- end }}
{{- if .Secrets }}
<table>
<tr><th>Secret</th><th>Severity</th><th>Line</th><th>Where</th></tr>
{{- range .Secrets }}
<tr><td>{{ escapeXML .Title }}</td><td class="{{ escapeXML .Severity }}">{{ escapeXML .Severity }}</td><td>{{ .StartLine }}</td><td><pre>{{ escapeXML .Match }}</pre></td></tr>
{{- end }}
</table>
{{- end }}
{{- if .Licenses }}
<table>
<tr><th>Package</th><th>Licence</th><th>Category</th><th>Severity</th></tr>
{{- range .Licenses }}
<tr><td>{{ escapeXML .PkgName }}</td><td>{{ escapeXML .Name }}</td><td>{{ escapeXML .Category }}</td><td class="{{ escapeXML .Severity }}">{{ escapeXML .Severity }}</td></tr>
{{- end }}
</table>
{{- end }}
{{- if not (or .Vulnerabilities .Misconfigurations .Secrets .Licenses) }}
<p>Nothing.</p>
{{- end }}
{{- else }}
<p>Nothing.</p>
{{- end }}
</body>
</html>
