/**
 * curl commands: of each option that its manual has and that is of matter to a request, as browsers copy requests for a POSIX shell
 * and for cmd.exe, and as the documentation of HTTP services shows them. `HOST` is the server. Files are those of `curlFiles`.
 */
export interface CurlCase {
  readonly title: string;
  /** As it stands in a request file. */
  readonly command: string;
  /** The same for a POSIX shell, where the command is one for another. */
  readonly posix?: string;
  /** It is not sent: the problem has this in it. */
  readonly refused?: string;
}

export const curlFiles: Readonly<Record<string, string | Uint8Array>> = {
  'a.txt': 'hi\n',
  'up.txt': 'x\r\ny z\n',
  'data.json': '{"name": "é",\n "on": true}\n',
  'a b.txt': 'with a space in its name\n',
  'page.html': '<p>hello</p>\n',
  'dot.png': Uint8Array.from([137, 80, 78, 71, 13, 10, 26, 10, 0, 255]),
  'nul.bin': Uint8Array.from([97, 0, 10, 98, 13, 10, 255]),
};

const sent = (title: string, command: string, posix?: string): CurlCase => ({
  title,
  command,
  ...(posix !== undefined && { posix }),
});
const refused = (title: string, command: string, names: string): CurlCase => ({ title, command, refused: names });

const targets: readonly CurlCase[] = [
  sent('a bare URL', 'curl http://HOST/get'),
  sent('no scheme', 'curl HOST/get'),
  sent('no path', 'curl http://HOST'),
  sent('no path and a query', "curl 'http://HOST?a=b'"),
  sent('a scheme in capitals', 'curl HTTP://HOST/A'),
  sent('a fragment', "curl 'http://HOST/a#b?c'"),
  sent('--url', 'curl --url http://HOST/url'),
  sent('options behind the URL', 'curl http://HOST/x -H "A: 1" -s'),
  sent('-- before the URL', 'curl -s -- http://HOST/dashes'),
  sent('dot segments', 'curl "http://HOST/a/./b/../../c/?x=/../y"'),
  sent('dots to the root', 'curl http://HOST/../..'),
  sent('a dot at the end', 'curl http://HOST/a/b/..'),
  sent('--path-as-is', 'curl --path-as-is http://HOST/a/../b/./c'),
  sent('dots that are no segments', 'curl http://HOST/a..b/...'),
  sent('empty segments', 'curl http://HOST//a//b/'),
  sent('percent escapes', "curl 'http://HOST/%7euser/%2e%2e/%41?q=%20'"),
  sent('beyond ASCII', "curl 'http://HOST/caf\u00e9?q=\u20ac'"),
  sent('what no glob is in', `curl 'http://HOST/a"b<c>^|'`),
  sent('a list of one', "curl 'http://HOST/{one}'"),
  sent('a range of one', "curl 'http://HOST/[7-7]'"),
  sent('empty brackets', "curl -g 'http://HOST/?ids[]=1&ids[]=2'"),
  sent('empty brackets without -g', "curl 'http://HOST/?ids[]=1'"),
  sent('escaped braces', "curl 'http://HOST/\\{x\\}'"),
  sent('--globoff', "curl --globoff 'http://HOST/{a,b}/[1-3]'"),
  refused('a range', "curl 'http://HOST/page/[1-2]'", 'asks for more than one URL'),
  refused('a range with steps', "curl 'http://HOST/[0-10:5]'", 'asks for more than one URL'),
  refused('a range of letters', "curl 'http://HOST/[a-c]'", 'asks for more than one URL'),
  refused('a list', "curl 'http://HOST/{a,b}'", 'asks for more than one URL'),
  refused('a bracket that is no range', "curl 'http://HOST/?filter[name]=x'", '--globoff'),
  refused('a brace that is not closed', "curl 'http://HOST/{a'", '--globoff'),
  refused('a space in the URL', "curl 'http://HOST/a b'", 'space'),
  refused('two URLs', 'curl http://HOST/1 http://HOST/2', 'one URL'),
  refused('another scheme', 'curl ftp://HOST/x', 'ftp'),
  refused('one slash', 'curl http:/HOST/x', 'slashes'),
  sent('--request-target', "curl --request-target '/other?x' http://HOST/one"),
  sent('OPTIONS *', "curl -X OPTIONS --request-target '*' http://HOST/"),
  sent('a name and a password in the URL', 'curl http://us%40er:p%3Aw@HOST/'),
  sent('a name without a password', 'curl http://user@HOST/'),
];

const headers: readonly CurlCase[] = [
  sent('the order and case of headers', "curl -H 'b: 1' -H 'A: 2' -H 'b: 3' http://HOST/"),
  sent('white space around a value', "curl -H 'X-A:   a  b  ' -H 'X-B:c' http://HOST/"),
  sent('a default header taken away', "curl -H 'Accept:' http://HOST/"),
  sent('a default header taken away, with a space', "curl -H 'Accept: ' -H 'user-agent:' http://HOST/"),
  sent('a header that nobody adds taken away', "curl -H 'X-None:' http://HOST/"),
  sent('an empty header', "curl -H 'X-Empty;' -H 'X-Full: 1' http://HOST/"),
  sent('an Accept of its own', "curl -H 'X: 1' -H 'Accept: text/plain' http://HOST/"),
  sent('a User-Agent by -H', "curl -H 'X: 1' -H 'User-Agent: me' http://HOST/"),
  sent('a Host of its own', "curl -H 'X: 1' -H 'host: example.test' http://HOST/"),
  sent('two Hosts', "curl -H 'Host: a.test' -H 'Host: b.test' http://HOST/"),
  sent('no Host', "curl -H 'Host:' http://HOST/"),
  sent('UTF-8 in a header', "curl -H 'X-Name: caf\u00e9 \u20ac' http://HOST/"),
  sent('-A', 'curl -A "me/1.0 (x)" http://HOST/'),
  sent("-A ''", "curl -A '' http://HOST/"),
  sent('-A beside -H User-Agent:', "curl -A me -H 'User-Agent:' http://HOST/"),
  sent('-e', 'curl -e http://from.test/ http://HOST/'),
  sent("-e ''", "curl -e '' http://HOST/"),
  sent("-e ';auto'", "curl -e ';auto' http://HOST/"),
  sent("-e 'url;auto'", "curl -e 'http://from.test/;auto' http://HOST/"),
  sent('-e beside -H Referer', "curl -e x -H 'Referer: y' http://HOST/"),
  sent('-b', "curl -b 'a=1; b=2' http://HOST/"),
  sent('two -b', 'curl -b a=1 -b b=2 http://HOST/'),
  sent('-b beside -H Cookie', "curl -b a=1 -H 'Cookie: z=9' http://HOST/"),
  sent("-b ''", "curl -b '' http://HOST/"),
  refused('-b of a file', 'curl -b cookies.txt http://HOST/', 'Cookies'),
  sent('-r', 'curl -r 0-99 http://HOST/'),
  sent('-r, open', 'curl --range 500- http://HOST/'),
  sent('-r of a number', 'curl -r 100 http://HOST/'),
  sent('--compressed', 'curl --compressed http://HOST/'),
  sent('--no-compressed', 'curl --compressed --no-compressed http://HOST/'),
  sent('all that curl adds, at once', "curl -u a:b -r 0-9 -e from -b c=d -A me -H 'X: 1' --compressed http://HOST/"),
  sent('-u', 'curl -u user:pa:ss http://HOST/'),
  sent('-u with an empty password', 'curl -u user: http://HOST/'),
  sent('-u beside a URL with a name', 'curl -u x:y http://us:pw@HOST/'),
  sent('-u beside -H Authorization', "curl -u a:b -H 'Authorization: Token t' http://HOST/"),
  sent('-u beside -H Authorization:', "curl -u a:b -H 'Authorization:' http://HOST/"),
  sent('-H Authorization: Basic, as it is', "curl -H 'Authorization: Basic user password' http://HOST/"),
  sent('--digest, before the server asks', 'curl --digest -u a:b http://HOST/'),
  sent('--oauth2-bearer', 'curl --oauth2-bearer to.k-en http://HOST/'),
  refused('-u without a password', 'curl -u user http://HOST/', 'password'),
  refused('a header that is none', "curl -H 'nonsense' http://HOST/", 'nonsense'),
  refused('headers of a file', 'curl -H @headers.txt http://HOST/', '--header'),
];

const bodies: readonly CurlCase[] = [
  sent('-d', 'curl -d a=1 http://HOST/'),
  sent('many -d', "curl -d a=1 --data b=2 --data-ascii 'c=3 4' http://HOST/"),
  sent("-d ''", "curl -d '' http://HOST/"),
  sent('-d @file', 'curl -d @up.txt http://HOST/'),
  sent('-d @file with NULs', 'curl -d @nul.bin -d x http://HOST/'),
  sent('--data-binary @file', 'curl --data-binary @up.txt http://HOST/'),
  sent('--data-binary @file of bytes', "curl --data-binary @dot.png -H 'Content-Type: image/png' http://HOST/"),
  sent('--data-raw', "curl --data-raw '@up.txt' http://HOST/"),
  sent('--data-urlencode', "curl --data-urlencode 'q=a b&c=\u00e9/~' http://HOST/"),
  sent('--data-urlencode without a name', "curl --data-urlencode 'a b' --data-urlencode '=c=d' http://HOST/"),
  sent('--data-urlencode name@file', 'curl --data-urlencode n@up.txt --data-urlencode @dot.png -d x=1 http://HOST/'),
  sent('line ends in data', "curl -d 'a\nb' http://HOST/"),
  sent(
    'UTF-8 in data of another charset',
    "curl -d '\u00e9' -H 'Content-Type: text/plain; charset=latin1' http://HOST/",
  ),
  sent('a type of its own', "curl -H 'X: 1' -H 'Content-Type: application/json' -H 'Y: 2' -d '{}' http://HOST/"),
  sent('no type', "curl -H 'Content-Type:' -d a http://HOST/"),
  sent('in chunks', "curl -H 'Transfer-Encoding: chunked' -d hello http://HOST/"),
  sent('--json', `curl --json '{"a":1}' -H 'X: 1' http://HOST/`),
  sent('two --json', `curl --json '{"a":1' --json ',"b":2}' http://HOST/`),
  sent('--json @file', 'curl --json @data.json http://HOST/'),
  sent('--json with types of its own', "curl --json '[]' -H 'Content-Type: a/b' -H 'Accept: c/d' http://HOST/"),
  sent('-d and then --json', 'curl -d a --json b http://HOST/'),
  sent('-G', 'curl -G -d a=1 -d b=2 http://HOST/search'),
  sent('-G with a query', "curl -G -d c=3 'http://HOST/search?a=1#top'"),
  sent('-G with a query that ends in &', "curl -G -d c=3 'http://HOST/?a=1&'"),
  sent('-G --data-urlencode', "curl -G --data-urlencode 'q=a b&c' --data-urlencode 'x y' http://HOST/"),
  sent('-G with no data', 'curl -G http://HOST/x'),
  sent("-G -d ''", "curl -G -d '' http://HOST/x"),
  sent('-G -I', 'curl -G -I -d a=b http://HOST/x'),
  refused('-G with a space', "curl -G -d 'a b' http://HOST/", '--data-urlencode'),
  refused('-G @file', 'curl -G -d @up.txt http://HOST/', 'file'),
  sent('--url-query', "curl --url-query 'q=a b' --url-query '+raw=%20' 'http://HOST/?z'"),
  sent('-X', 'curl -X DELETE http://HOST/items/7'),
  sent('-X in lower case', 'curl -X purge http://HOST/'),
  sent('-X PUT -d', 'curl -X PUT -d a=1 http://HOST/'),
  sent('-X GET -d', 'curl --request GET -d a http://HOST/'),
  sent('-XPOST alone', 'curl -XPOST http://HOST/'),
  sent('-I', 'curl -I http://HOST/'),
  sent('-T', 'curl -T up.txt http://HOST/put/here'),
  sent('-T to a folder', 'curl -T up.txt http://HOST/folder/'),
  sent('-T to a folder with a query', "curl -T up.txt 'http://HOST/folder/?x=1'"),
  sent('-T to a host', "curl -T 'a b.txt' http://HOST"),
  sent('-T with a method', "curl -X PATCH -T dot.png -H 'Content-Type: image/png' http://HOST/img"),
  sent('-0', 'curl -0 -d a http://HOST/'),
  sent('--http1.1', 'curl --http1.1 http://HOST/'),
  sent('options in one word', 'curl -sSLkXPUT -da=1 http://HOST/'),
  sent('a beginning of an option', 'curl --user-a me --refer x http://HOST/'),
  refused('-d and -F', 'curl -d a -F b=c http://HOST/', '--form'),
  refused('-I and -d', 'curl -I -d a http://HOST/', '--head'),
  refused('-T and -d', 'curl -T up.txt -d a http://HOST/', '--upload-file'),
  refused('the standard input as data', 'curl -d @- http://HOST/', 'standard input'),
  refused('the standard input as a file', 'curl -T - http://HOST/', 'standard input'),
  refused("-X ''", "curl -X '' http://HOST/", 'method'),
  refused('--http2 over http', 'curl --http2 http://HOST/', '--http2'),
];

const forms: readonly CurlCase[] = [
  sent('-F of text', 'curl -F a=1 -F "b=two words" http://HOST/'),
  sent('-F @file', 'curl -F f=@a.txt http://HOST/'),
  sent('-F @file by the end of its name', 'curl -F f=@dot.png -F g=@page.html -F h=@data.json http://HOST/'),
  sent('-F @file;filename;type', "curl -F 'f=@a.txt;filename=other.bin;type=application/x-y' http://HOST/"),
  sent('-F @file;filename, by its end', "curl -F 'f=@a.txt;filename=x.html' http://HOST/"),
  sent('-F <file', "curl -F 'f=<up.txt' -F 'g=<a.txt;type=text/x' http://HOST/"),
  sent('-F of text with a type', "curl -F 'j={};type=application/json' http://HOST/"),
  sent('-F of text with a type that has parameters', "curl -F 't=x;type=text/plain; charset=utf-8' http://HOST/"),
  sent('-F of text with a name of a file', "curl -F 't=x;filename=p.gif' http://HOST/"),
  sent('-F @"a b.txt"', `curl -F 'f=@"a b.txt"' http://HOST/`),
  sent('-F @a b.txt', "curl -F 'f=@a b.txt' http://HOST/"),
  sent('-F @a,b', 'curl -F f=@a.txt,up.txt http://HOST/'),
  sent('-F @a,b with quotes and a type', `curl -F 'f=@"a.txt",dot.png;type=x/y' -F z=1 http://HOST/`),
  sent('-F ;headers=', `curl -F 'f=@a.txt;headers="X-A: 1";headers="X-B: 2"' http://HOST/`),
  sent('-F of text in quotes', `curl -F 'a="x;y \\"z\\" \\\\"' http://HOST/`),
  sent('-F of text with white space around', "curl -F 'a=  b  ' http://HOST/"),
  sent('-F of nothing', "curl -F 'a=' http://HOST/"),
  sent('-F with a quote in names', `curl -F 'a"b=c' -F 'f=@a.txt;filename=q"r.txt' http://HOST/`),
  sent('-F with UTF-8', "curl -F 'n\u00e4me=w\u00e9rt' http://HOST/"),
  sent('--form-string of an @', "curl --form-string 'note=@up.txt' http://HOST/"),
  sent('--form-string of a semicolon', "curl --form-string 'note=<a;type=b/c' -F d=e http://HOST/"),
  sent('-F with its Content-Type', "curl -F a=b -H 'Content-Type: multipart/form-data' -H 'X: 1' http://HOST/"),
  sent('-F with another multipart type', "curl -F a=b -H 'content-type: multipart/mixed; x=y' http://HOST/"),
  sent('-F with a method', "curl -X PUT -F 'f=@dot.png' http://HOST/"),
  refused('-F with a semicolon that is none', "curl -F 'a=b;c' http://HOST/", '--form-string'),
  refused('-F with a type that is none', "curl -F 'a=b;type=html' http://HOST/", 'html'),
  refused('-F without a value', 'curl -F a http://HOST/', 'no value'),
  refused('-F of the standard input', 'curl -F f=@- http://HOST/', 'standard input'),
  refused('-F ;encoder=', "curl -F 'f=@a.txt;encoder=base64' http://HOST/", 'encoded'),
  refused('-F of a form', "curl -F 'x=(' -F y=z -F '=)' http://HOST/", 'forms within forms'),
  refused('-F of a file that is not there', 'curl -F f=@none.txt http://HOST/', 'none.txt'),
];

const others: readonly CurlCase[] = [
  sent(
    'options of no matter to the request',
    'curl -sSvfi -o /dev/null -w "%{http_code}" -D /dev/null -N -j --no-keepalive --tcp-nodelay --fail-early --no-progress-meter http://HOST/',
  ),
  sent('--max-time and its like', 'curl -m 5 --connect-timeout 2 --retry 3 --limit-rate 1M http://HOST/'),
  sent('--noproxy', "curl --noproxy '*' http://HOST/"),
  sent('--proto that allows it', "curl --proto '=http,https' http://HOST/"),
  refused('--proto that does not', "curl --proto '=https' http://HOST/", '--proto'),
  sent('-L without a redirect', 'curl -L --max-redirs 5 -X POST -d a http://HOST/'),
  ...[
    '--connect-to example.test:80:127.0.0.1:80',
    '--resolve example.test:80:127.0.0.1',
    '--interface lo',
    '--config none',
    '--netrc',
    '--ntlm -u a:b',
    '--anyauth -u a:b',
    '--negotiate -u :',
    '--aws-sigv4 aws:amz',
    '--location-trusted',
    '--post301',
    '--http3',
    '--proxy-user a:b',
    '--time-cond 2020-01-01',
    '--continue-at 10',
    '--tr-encoding',
    '--haproxy-protocol',
    '--ciphers x',
    '--capath x',
    '--next -d a',
  ].map((words) => refused(words, `curl ${words} http://HOST/`, words.split(' ')[0]!)),
  refused('an option that curl has not', 'curl --nonsense http://HOST/', '--nonsense'),
  refused('an option whose value is missing', 'curl http://HOST/ -H', '--header'),
];

const redirects: readonly CurlCase[] = [
  sent('a redirect that is not followed', 'curl http://HOST/redirect/302'),
  sent('-L', 'curl -L http://HOST/redirect/301'),
  sent('-L -d', 'curl -L -d a=1 http://HOST/redirect/302'),
  sent('-L -d, kept', 'curl -L -d a=1 http://HOST/redirect/307'),
  sent('-L -X POST -d', 'curl -L -X POST -d a=1 http://HOST/redirect/302'),
  sent('-L -X PUT -d', 'curl -L -X PUT -d a=1 http://HOST/redirect/301'),
  sent('-L -X DELETE', 'curl -L -X DELETE http://HOST/redirect/303'),
  sent('-L -I', 'curl -L -I http://HOST/redirect/303'),
  sent('-L -T', 'curl -L -T up.txt http://HOST/redirect/301'),
  sent('-L -T to another place', 'curl -L -T up.txt http://HOST/redirect/303'),
  sent('-L -F', 'curl -L -F a=b http://HOST/redirect/303'),
  sent('-L --json', "curl -L --json '{}' http://HOST/redirect/302"),
  sent('-L with a type of its own', "curl -L -H 'Content-Type: a/b' -d x http://HOST/redirect/302"),
  sent('-L with all that goes along', "curl -L -u a:b -b c=d -A me -r 0-1 -H 'X: 1' http://HOST/redirect/308"),
  sent("-L -e 'url;auto'", "curl -L -e 'http://from.test/;auto' http://HOST/redirect/302"),
  refused('-L --request-target', 'curl -L --request-target /a http://HOST/', '--request-target'),
];

const shell: readonly CurlCase[] = [
  sent('backslashes at line ends', "curl \\\n  -X POST \\\n  -H 'A: 1' \\\n  http://HOST/x"),
  sent('a quote in single quotes', `curl -d 'it'\\''s' http://HOST/`),
  sent('double quotes', 'curl -d "a \\"b\\" \\\\ \\$c \\`d\\` \\e \'" http://HOST/'),
  sent('a $ that is nothing but one', 'curl -d "5 $ and $, $" -d \'$HOME `x`\' http://HOST/'),
  sent("$'…'", `curl -d $'a\\nb\\t\\'c\\u00e9\\x41\\101' http://HOST/`),
  sent('words put together', `curl http://HOST/"a"'b'c\\&d`),
  sent('a comment behind it', 'curl http://HOST/ # what it is for'),
  sent('its output elsewhere', 'curl -s http://HOST/ > /dev/null 2>&1'),
  sent('its output into a program', "curl -s http://HOST/ | grep -v 'a|b' > /dev/null"),
  refused('$NAME in double quotes', 'curl -H "Authorization: Bearer $TOKEN" http://HOST/', '$TOKEN'),
  refused('$NAME bare', 'curl http://HOST/$ID', '$ID'),
  refused('${NAME}', 'curl "http://HOST/${ID}/x"', '${ID}'),
  refused('$(…)', 'curl -d "now=$(date)" http://HOST/', '$(date)'),
  refused('backticks', 'curl -d "now=`date`" http://HOST/', '`date`'),
  refused('two commands', 'curl http://HOST/ && curl http://HOST/', '&&'),
  refused('a here-document', "curl -d @- http://HOST/ <<'END'", 'standard input'),
];

const copied: readonly CurlCase[] = [
  sent(
    'a browser, for a POSIX shell: GET',
    `curl 'http://HOST/api/items?page=2' \\
  -H 'accept: application/json, text/plain, */*' \\
  -H 'accept-language: en-GB,en;q=0.9' \\
  -b 'session=abc; theme=dark' \\
  -H 'sec-ch-ua: "Browser";v="131", "Not_A Brand";v="24"' \\
  -H 'user-agent: Mozilla/5.0 (X11; Linux x86_64)' \\
  --compressed \\
  --insecure`,
  ),
  sent(
    'a browser, for a POSIX shell: JSON with a quote',
    `curl 'http://HOST/api/notes' \\
  -X 'PUT' \\
  -H 'content-type: application/json' \\
  --data-raw $'{"text":"it\\'s \\u0021 done"}'`,
  ),
  sent(
    'a browser, for a POSIX shell: a form',
    `curl 'http://HOST/login' -H 'Content-Type: application/x-www-form-urlencoded' -H 'Origin: http://HOST' --data-raw 'name=ada&word=a%20b%26c'`,
  ),
  sent(
    'a browser, for a POSIX shell: an upload',
    `curl 'http://HOST/up' \\
  -H 'content-type: multipart/form-data; boundary=----FormBoundaryX' \\
  --data-raw $'------FormBoundaryX\\r\\nContent-Disposition: form-data; name="a"\\r\\n\\r\\n1\\r\\n------FormBoundaryX--\\r\\n'`,
  ),
  sent(
    'a browser, for cmd, of today: GET',
    `curl ^"http://HOST/api/items?a=1^&b=%^20c^" ^
  -H ^"accept: */*^" ^
  -H ^"sec-ch-ua: ^\\^"Browser^\\^";v=^\\^"131^\\^"^" ^
  --compressed`,
    `curl 'http://HOST/api/items?a=1&b=%20c' -H 'accept: */*' -H 'sec-ch-ua: "Browser";v="131"' --compressed`,
  ),
  sent(
    'a browser, for cmd, of today: JSON',
    `curl ^"http://HOST/api/notes^" ^
  -X ^"PUT^" ^
  -H ^"content-type: application/json^" ^
  --data-raw ^"^{^\\^"a^\\^":^\\^"x^ ^<y^>^ ^|^ z^!^\\^",^\\^"path^\\^":^\\^"C:^\\^\\dir^\\^\\^\\^"^}^"`,
    `curl http://HOST/api/notes -X PUT -H 'content-type: application/json' --data-raw '{"a":"x <y> | z!","path":"C:\\\\dir\\"}'`,
  ),
  sent(
    'a browser, for cmd, of today: two lines of data',
    `curl ^"http://HOST/text^" ^\n  --data-raw ^"one^\n\ntwo^"`,
    `curl http://HOST/text --data-raw 'one\ntwo'`,
  ),
  sent(
    'a browser, for cmd, of some years ago',
    `curl "http://HOST/api" ^\n  -H "accept: */*" ^\n  -H "x-caret: a^b" ^\n  --data-raw "{\\"a\\":\\"b & c\\"}" ^\n  --compressed`,
    `curl http://HOST/api -H 'accept: */*' -H 'x-caret: a^b' --data-raw '{"a":"b & c"}' --compressed`,
  ),
  sent(
    'for PowerShell',
    `curl.exe -X POST \`\n  -H 'Content-Type: application/json' \`\n  --data-raw '[1,2]' \`\n  http://HOST/ps`,
    `curl -X POST -H 'Content-Type: application/json' --data-raw '[1,2]' http://HOST/ps`,
  ),
  sent(
    'an API client',
    `curl --location --request POST 'http://HOST/v1/orders?dry=true' \\
--header 'Content-Type: application/json' \\
--header 'X-Api-Key: k-123' \\
--data '{
    "item": "tea",
    "count": 2
}'`,
  ),
  sent(
    'an API client, a form with a file',
    `curl --location 'http://HOST/v1/files' \\
--form 'title="Quarter; one"' \\
--form 'file=@"a.txt"'`,
  ),
  sent(
    'an API client, urlencoded',
    `curl --location 'http://HOST/token' \\
--data-urlencode 'grant_type=client_credentials' \\
--data-urlencode 'scope=read write'`,
  ),
  sent(
    'a code host',
    `curl -L \\
  -X PATCH \\
  -H "Accept: application/vnd.host+json" \\
  -H "Authorization: Bearer YOUR-TOKEN" \\
  -H "X-Host-Api-Version: 2022-11-28" \\
  http://HOST/repos/OWNER/REPO/issues/1 \\
  -d '{"title":"Found a bug","labels":["bug"]}'`,
  ),
  sent(
    'a payment service',
    `curl http://HOST/v1/charges \\
  -u "sk_test_key:" \\
  -d amount=2000 \\
  -d currency=eur \\
  -d "metadata[order_id]"=6735 \\
  -d "description=Tea & cake"`,
  ),
  sent(
    'a search engine',
    `curl -X GET "http://HOST/my-index/_search?pretty" -H 'Content-Type: application/json' -d'
{
  "query": { "match": { "title": "x" } }
}
'`,
  ),
  sent(
    'a search engine, many documents',
    `curl -s -H "Content-Type: application/x-ndjson" -XPOST HOST/_bulk --data-binary '{"index":{}}
{"a":1}
'`,
  ),
  sent(
    'a container engine',
    `curl -X POST "http://HOST/v1.43/containers/create?name=x" -H "Content-Type: application/json" -d '{"Image":"alpine"}'`,
  ),
  sent(
    'a deployment service',
    `curl -n0s -X POST http://HOST/apps -H 'Accept: application/vnd+json; version=3'`.replace('-n0s', '-0s'),
  ),
  sent(
    'a chat service',
    `curl -X POST -H 'Content-type: application/json' --data '{"text":"Hello, World!"}' http://HOST/services/T0/B0`,
  ),
  sent(
    'a tunnel of metrics',
    `curl -i -XPOST 'http://HOST/write?db=mydb' --data-binary 'cpu,host=a value=0.64 1434055562000000000'`,
  ),
  sent('an install script', `curl --proto '=http' --tlsv1.2 -sSf http://HOST/install.sh`),
  sent('a key-value store', `curl --request PUT --data @data.json http://HOST/v1/kv/my-key`),
  sent(
    'a queue',
    `curl -i -u guest:guest -H "content-type:application/json" -XPUT -d'{"durable":true}' http://HOST/api/exchanges/%2F/my`,
  ),
];

export const curlCases: readonly CurlCase[] = [
  ...targets,
  ...headers,
  ...bodies,
  ...forms,
  ...others,
  ...redirects,
  ...shell,
  ...copied,
];
