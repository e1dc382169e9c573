/** The text of a new request file: it runs without internet access. */
export const sample = `# Lines that begin with ### separate requests. Click Send above a request; the ?? lines then show their results.

### A server that answers as httpbin does, until this file is closed
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
