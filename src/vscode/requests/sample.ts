/** What a new request file begins with: it runs with no internet. */
export const sample = `# Requests are separated by ###. Send is above each of them; the check marks come after the ?? lines.

### A server to try with: it answers as httpbin does, until this file is closed
# @name bin
SERVE http://127.0.0.1:0
behaviour: bin

### A GET
GET http://127.0.0.1:{{bin.port}}/get?text=Hello

?? status == 200
?? body $.args.text == Hello

### A JSON POST
POST http://127.0.0.1:{{bin.port}}/post
Content-Type: application/json

{"text": "Hello World !!"}

?? status == 200
?? body $.json.text == Hello World !!
`;
